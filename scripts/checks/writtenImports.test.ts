import { describe, expect, it } from 'vitest'
import { writtenImports } from './writtenImports.ts'

const types = (specifier: string) => [{ specifier, typeOnly: true }]
const code = (specifier: string) => [{ specifier, typeOnly: false }]

describe('imports that are only types', () => {
  it.each([
    ["import type { A } from './a.ts'"],
    ["import type A from './a.ts'"],
    ["export type { A } from './a.ts'"],
    ["export type * from './a.ts'"],
    ["type A = import('./a.ts').A"],
    ["function f(a: Map<string, import('./a.ts').A>): void {}"],
    ["let a: typeof import('./a.ts')"],
  ])('%s', (source) => {
    expect(writtenImports(source)).toEqual(types('./a.ts'))
  })
})

describe('imports that load the file', () => {
  it.each([
    ["import './a.ts'"],
    ["import a from './a.ts'"],
    ["import { type A } from './a.ts'"],
    ["import a = require('./a.ts')"],
    ["export * from './a.ts'"],
    ["export * as a from './a.ts'"],
    ["export { a } from './a.ts'"],
    ["const a = await import('./a.ts')"],
    ["class A { static b = () => ({ c: [import('./a.ts')] }) }"],
  ])('%s', (source) => {
    expect(writtenImports(source)).toEqual(code('./a.ts'))
  })
})

it('an export without a source, and an import of a computed name, are none', () => {
  expect(writtenImports('export const a = 1; export { a as b }; import(String(a))')).toEqual([])
})
