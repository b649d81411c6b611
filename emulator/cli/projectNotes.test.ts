import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { projectNotes } from './projectNotes.ts'

const root = mkdtempSync(join(tmpdir(), 'oneid-notes-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

const functionsRoot = join(root, 'cloudfunctions')
const save = (path: string, content: unknown): void => {
  mkdirSync(dirname(join(root, path)), { recursive: true })
  writeFileSync(join(root, path), typeof content === 'string' ? content : JSON.stringify(content))
}

it('names the packages that were never installed, and how they are', () => {
  const dependencies = { 'wx-server-sdk': '~2.6.3', '@cloudbase/node-sdk': '3', 'wx-js-utils': '1' }
  save('cloudfunctions/pay/package.json', { dependencies })
  save('cloudfunctions/pay/node_modules/@cloudbase/node-sdk/package.json', {})
  save('node_modules/wx-js-utils/package.json', {})
  save('cloudfunctions/plain/index.js', '')
  save('cloudfunctions/broken/package.json', '{')
  expect(projectNotes({ root, functionsRoot }, ['broken', 'pay', 'plain'])).toEqual([
    `[pay] wx-server-sdk not installed: npm install --prefix "${join(functionsRoot, 'pay')}"`,
  ])
})

it('says why a folder is no function', () => {
  const lone = join(root, 'lone')
  save('lone/my func/index.js', '')
  save('lone/typed/package.json', {})
  save('lone/common/words.js', '')
  expect(projectNotes({ root, functionsRoot: lone }, ['other'])).toEqual([
    '[my func] is no name of a function: letters, digits, _ and -',
    expect.stringContaining('[typed] has no index.js'),
  ])
})

it('asks about a folder without functions', () => {
  const nowhere = join(root, 'nowhere')
  expect(projectNotes({ root, functionsRoot: nowhere }, [])).toEqual([
    expect.stringContaining(`no folder in ${nowhere} has an index.js`),
  ])
})
