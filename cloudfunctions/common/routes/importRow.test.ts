import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { readConfig } from '../base/config.ts'
import { ImportRequestSchema, importRow } from './importRow.ts'

const registry = readConfig({
  apps: [{ appid: 'wx00000000000000a1', alias: 'shop', kind: 'mini-program', bindings: [] }],
})
const rowsOf = (...rows: readonly unknown[]) => v.safeParse(ImportRequestSchema, { rows })
const rowOf = (row: unknown) => {
  const [one] = v.parse(ImportRequestSchema, { rows: [row] }).rows
  if (one === undefined) throw new Error('no row')
  return one
}

describe('a row of legacy users', () => {
  it.each(['shop', 'wx00000000000000a1'])('names its app %s', (app) => {
    expect(importRow(registry, rowOf({ app, openid: 'oLegacy1', unionid: 'uLegacy1' }), 7)).toEqual({
      appid: 'wx00000000000000a1',
      openid: 'oLegacy1',
      unionid: 'uLegacy1',
      route: 'import',
      observedAt: 7,
    })
  })

  it('may have no unionid, and what else it has is not looked at', () => {
    const row = rowOf({
      app: 'shop',
      openid: 'oLegacy1',
      userId: 'uXXXXXXXXXXXXXXXXXXXXXX',
      route: 'wx-context',
    })
    expect(importRow(registry, row, 7)).toEqual({
      appid: 'wx00000000000000a1',
      openid: 'oLegacy1',
      route: 'import',
      observedAt: 7,
    })
  })

  it.each(['club', 'wx00000000000000b2'])('of the unregistered app %s is refused', (app) => {
    expect(() => importRow(registry, rowOf({ app, openid: 'oLegacy1' }), 7)).toThrow('APP_NOT_REGISTERED')
  })

  it.each([
    ['no app', { openid: 'oLegacy1' }],
    ['an app that is no name', { app: 'Shop!', openid: 'oLegacy1' }],
    ['no openid', { app: 'shop' }],
    ['an openid of blanks', { app: 'shop', openid: '      ' }],
    ['an operator for an openid', { app: 'shop', openid: { $gt: '' } }],
    ['a short unionid', { app: 'shop', openid: 'oLegacy1', unionid: 'u' }],
  ])('with %s is none', (_, row) => {
    expect(rowsOf(row).success).toBe(false)
  })

  it('comes with up to 499 others, and never with none', () => {
    const row = { app: 'shop', openid: 'oLegacy1' }
    expect(
      [0, 1, 500, 501].map((count) => rowsOf(...Array.from({ length: count }, () => row)).success),
    ).toEqual([false, true, true, false])
  })
})
