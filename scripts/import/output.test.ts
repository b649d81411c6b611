import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { openOutput } from './output.ts'

const folder = mkdtempSync(join(tmpdir(), 'oneid-output-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('a file beside the rows', () => {
  it('is made with its first line', () => {
    const path = join(folder, 'first.csv')
    const output = openOutput(path, ['a', 'b'], 0)
    output.append([])
    expect([existsSync(path), output.bytes()]).toEqual([false, 0])
    output.append([['小', 'x, "y"']])
    output.close()
    expect(readFileSync(path, 'utf8')).toBe('a,b\r\n小,"x, ""y"""\r\n')
    expect(output.bytes()).toBe(21)
  })

  it('loses what was not confirmed, and goes on behind the rest', () => {
    const path = join(folder, 'again.csv')
    writeFileSync(path, 'a\r\n1\r\n2\r\n')
    const output = openOutput(path, ['a'], 6)
    expect(readFileSync(path, 'utf8')).toBe('a\r\n1\r\n')
    output.append([['3']])
    output.close()
    expect(readFileSync(path, 'utf8')).toBe('a\r\n1\r\n3\r\n')
  })

  it('begins anew where nothing is confirmed', () => {
    const path = join(folder, 'anew.csv')
    writeFileSync(path, 'something of an earlier run')
    const output = openOutput(path, ['a'], 0)
    output.close()
    expect(readFileSync(path, 'utf8')).toBe('a\r\n')
  })

  it('is not made up where somebody has removed it', () => {
    expect(() => openOutput(join(folder, 'gone.csv'), ['a'], 5)).toThrow('has lost lines')
  })
})
