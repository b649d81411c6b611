import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { describeAssumptions, listAssumptions } from './assumptions.ts'

it('assumptions are found by their word, with the cases that would refute them', () => {
  const root = mkdtempSync(join(tmpdir(), 'assumptions-'))
  try {
    mkdirSync(join(root, 'emulator', 'pay'), { recursive: true })
    writeFileSync(
      join(root, 'emulator', 'pay', 'errors.ts'),
      '// first\n/** Assumption: the text is ours. */\n',
    )
    writeFileSync(join(root, 'emulator', 'wire.ts'), ' * Assumption: empty means all.\n')
    const test = {
      id: 'pay.call.refused',
      source: 'https://example.com',
      run: () => undefined,
      expect: 1,
      refutes: ['emulator/pay/errors.ts: the text'],
    }
    const found = listAssumptions(root, [test])
    expect(found).toEqual([
      { file: 'emulator/pay/errors.ts', line: 2, words: 'the text is ours.', cases: ['pay.call.refused'] },
      { file: 'emulator/wire.ts', line: 1, words: 'empty means all.', cases: [] },
    ])
    expect(describeAssumptions(found).split('\n')).toEqual([
      'no case  emulator/wire.ts:1  empty means all.',
      'refuted  emulator/pay/errors.ts:2  the text is ours.',
      '           pay.call.refused',
    ])
  } finally {
    rmSync(root, { recursive: true, force: true })
  }
})
