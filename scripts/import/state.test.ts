import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { NO_FIGURES } from './figures.ts'
import type { ImportState } from './state.ts'
import { readHead, readState, stateFor, statePath, writeState } from './state.ts'

const folder = mkdtempSync(join(tmpdir(), 'oneid-state-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const content = { size: 100, head: 'abc' }
const target = 'https://id.example.com'

const stateIn = (stage: ImportState['stage']): ImportState => ({
  version: 1,
  content,
  target,
  stage,
  next: { offset: 10, line: 2 },
  figures: NO_FIGURES,
  users: 0,
  rejected: 0,
  ms: 5,
})

describe('where an import has got to', () => {
  it('is kept beside the file', async () => {
    const file = join(folder, 'kept.csv')
    expect(await readState(file)).toBeUndefined()
    await writeState(file, stateIn('underway'))
    expect(await readState(file)).toEqual(stateIn('underway'))
    writeFileSync(statePath(file), '{"version": 2}')
    await expect(readState(file)).rejects.toThrow('cannot be understood')
  })

  it('is of this file and this address, or is refused', () => {
    for (const stage of ['underway', 'finished'] as const) {
      expect(stateFor('a.csv', stateIn(stage), content, target)).toEqual(stateIn(stage))
      expect(() => stateFor('a.csv', stateIn(stage), { ...content, size: 101 }, target)).toThrow(
        'has changed',
      )
      expect(() => stateFor('a.csv', stateIn(stage), { ...content, head: 'x' }, target)).toThrow(
        'has changed',
      )
      expect(() => stateFor('a.csv', stateIn(stage), content, 'https://other.example')).toThrow(target)
    }
  })

  it('means nothing for another file where there was only a dry run', () => {
    expect(stateFor('a.csv', stateIn('checked'), { ...content, size: 101 }, target)).toBeUndefined()
    expect(stateFor('a.csv', stateIn('checked'), content, 'https://other.example')).toBeUndefined()
    expect(stateFor('a.csv', stateIn('checked'), content, target)).toEqual(stateIn('checked'))
  })

  it('knows a file by its size and its first 64 KB', async () => {
    const [one, other] = [join(folder, 'one'), join(folder, 'other')]
    writeFileSync(one, 'abc')
    writeFileSync(other, 'x'.repeat(70_000))
    // SHA-256 of "abc" (FIPS 180-2, appendix B.1).
    const head = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'
    expect((await readHead(one)).content).toEqual({ size: 3, head })
    const before = (await readHead(other)).content
    writeFileSync(other, `${'x'.repeat(65_536)}${'y'.repeat(4_464)}`)
    expect((await readHead(other)).content).toEqual(before)
    writeFileSync(other, `y${'x'.repeat(69_999)}`)
    expect((await readHead(other)).content).not.toEqual(before)
    await expect(readHead(join(folder, 'nothing'))).rejects.toThrow('cannot be read')
    await expect(readHead(folder)).rejects.toThrow('is no file')
  })
})
