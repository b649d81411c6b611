import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

/** A mini-program folder that a test writes. */
export interface FixtureProject {
  root: string
  write(files: Readonly<Record<string, string>>): void
  remove(): void
}

/** A mini-program of one page `pages/a`; `files` are added or take the place of its own. */
export function fixtureProject(files: Readonly<Record<string, string>> = {}): FixtureProject {
  const folder = mkdtempSync(path.join(tmpdir(), 'simulator-'))
  const root = path.join(folder, 'miniprogram')
  // A .js beside a .ts would be a problem of its own.
  const scripts = Object.fromEntries(
    [
      ['app', 'App({})'],
      ['pages/a', 'Page({})'],
    ].flatMap(([name, text]) => (`${name}.js` in files ? [] : [[`${name}.ts`, text]])),
  )
  const project: FixtureProject = {
    root,
    write(texts) {
      for (const [name, text] of Object.entries(texts)) {
        const file = path.join(root, ...name.split('/'))
        mkdirSync(path.dirname(file), { recursive: true })
        writeFileSync(file, text)
      }
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
  project.write({
    'app.json': '{ "pages": ["pages/a"] }',
    ...scripts,
    'pages/a.wxml': '<view>hello</view>',
    ...files,
  })
  return project
}
