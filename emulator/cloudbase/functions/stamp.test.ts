import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { functionNames } from './discover.ts'
import { folderStamp } from './stamp.ts'

const folder = mkdtempSync(join(tmpdir(), 'oneid-stamp-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

// Timers and watchers look too, and what they throw would end the process.
it.skipIf(process.platform === 'win32')('a link that leads to itself is passed over', () => {
  symlinkSync(join(folder, 'loop.js'), join(folder, 'loop.js'))
  expect(folderStamp(folder)).toEqual({ text: '', folders: [folder], files: [] })
})

it('a folder of functions that is none has none', () => {
  const file = join(folder, 'file')
  writeFileSync(file, '')
  expect(functionNames(file)).toEqual([])
  expect(functionNames(join(folder, 'absent'))).toEqual([])
})
