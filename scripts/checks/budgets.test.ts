import { randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { tooLargeZips, zipKb } from './budgets.ts'

let built = ''
const write = (name: string, file: string, content: string | Buffer): void => {
  mkdirSync(join(built, name, file, '..'), { recursive: true })
  writeFileSync(join(built, name, file), content)
}

beforeEach(() => {
  built = mkdtempSync(join(tmpdir(), 'oneid-budgets-'))
})
afterEach(() => rmSync(built, { recursive: true, force: true }))

it('login has a smaller budget than the others', () => {
  // Random bytes do not get smaller.
  write('login', 'index.js', randomBytes(221 * 1024))
  write('pay', 'index.js', randomBytes(449 * 1024))
  write('jobs', 'index.js', randomBytes(451 * 1024))
  expect(tooLargeZips(built)).toEqual([
    expect.stringMatching(/^jobs: 451\.\d KB zipped, at most 450 KB$/),
    expect.stringMatching(/^login: 221\.\d KB zipped, at most 220 KB$/),
  ])
})

it('what counts is the size once it is packed, of all files', () => {
  write('login', 'index.js', 'a'.repeat(2_000_000))
  expect(tooLargeZips(built)).toEqual([])
  write('login', 'parts/more.js', randomBytes(220 * 1024))
  expect(tooLargeZips(built)).toHaveLength(1)
})

it('is what a zip tool makes of the folder', () => {
  write('pay', 'index.js', Array.from({ length: 5_000 }, (_, n) => n * n).join())
  write('pay', 'config.json', '{"permissions":{"openapi":[]}}')
  // zip -X -r (Info-ZIP 3.0) makes 18,351 bytes of it; zlibs differ by a percent or two.
  expect(zipKb(join(built, 'pay')) * 1024).toBeGreaterThan(18_351 * 0.97)
  expect(zipKb(join(built, 'pay')) * 1024).toBeLessThan(18_351 * 1.03)
})
