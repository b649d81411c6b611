import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { type FixtureProject, fixtureProject } from '../fixtureProject.ts'
import { createSimulator } from '../index.ts'
import { homeOf, ofPackage, packagesOf, sourceFile } from './npmPackages.ts'

let project: FixtureProject
afterEach(() => project.remove())

/** A package of components as `npm install` leaves it, beside the mini-program's folder or in it. */
function install(name: string, files: Readonly<Record<string, string>>, folder = '..'): string {
  const home = path.join(project.root, folder, 'node_modules', ...name.split('/'))
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(home, file)), { recursive: true })
    writeFileSync(path.join(home, file), text)
  }
  return home
}

const CARD = {
  'package.json': '{ "miniprogram": "dist" }',
  'dist/card/card.json': '{ "component": true, "usingComponents": { "x-mark": "../mark/mark" } }',
  'dist/card/card.wxml': '<wxs src="../words.wxs" module="words"/><x-mark/>{{words.hello}}',
  'dist/card/card.js': `const { title } = require('../../shared/title'); Component({ data: { title: title() } })`,
  'dist/card/card.wxss': '@import "../base.wxss"; .card { color: red }',
  'dist/base.wxss': '.base { color: blue }',
  'dist/words.wxs': 'module.exports = { hello: "hello from the package" }',
  'dist/mark/mark.json': '{ "component": true }',
  'dist/mark/mark.wxml': '<view>mark</view>',
  'dist/mark/mark.js': `import { small } from 'small'; Component({ data: { small } })`,
  'dist/miniprogram_npm/small/index.js': 'exports.small = "a package inside"',
  'dist/images/dot.svg': '<svg xmlns="http://www.w3.org/2000/svg"/>',
  'shared/title.js': 'exports.title = () => "title of the package"',
}
const USING = '{ "usingComponents": { "x-card": "x-kit/card/card" } }'

async function build() {
  const problems: string[] = []
  const notices: string[] = []
  const simulator = createSimulator({
    miniprogramRoot: project.root,
    onProblem: (line) => problems.push(line),
    onNotice: (line) => notices.push(line),
  })
  const code = String((await simulator.file('app.js')).body)
  const picture = await simulator.file('assets/miniprogram_npm/x-kit/images/dot.svg')
  await simulator.close()
  return { code, problems, notices, picture }
}

describe('a package that "build npm" has not put in place', () => {
  it.each(['.', '..'])('is taken from node_modules in %s, and it is said', async (folder) => {
    project = fixtureProject({ 'pages/a.json': USING, 'pages/a.wxml': '<x-card/>' })
    install('x-kit', CARD, folder)
    const { code, problems, notices, picture } = await build()
    expect(problems).toEqual([])
    for (const words of [
      'hello from the package',
      'title of the package',
      'a package inside',
      '__scope__base',
    ])
      expect(code).toContain(words)
    expect(notices).toEqual([expect.stringMatching(/^x-kit is taken from node_modules: .*构建 npm/)])
    expect(picture.contentType).toBe('image/svg+xml')
  })

  it('of plain JavaScript is found too', async () => {
    project = fixtureProject({
      'pages/a.js': `import { say } from '@x/words'; Page({ data: { text: say() } })`,
    })
    install('@x/words', {
      'package.json': '{ "main": "lib/main.js" }',
      'lib/main.js': 'exports.say = () => "words of a package"',
    })
    const { code, problems, notices } = await build()
    expect(problems).toEqual([])
    expect(code).toContain('words of a package')
    expect(notices).toEqual([expect.stringMatching(/^@x\/words is taken from node_modules/)])
  })

  it('gives way to the one that is built in', async () => {
    const built = (name: string) => `miniprogram_npm/x-kit/${name}`
    project = fixtureProject({
      'pages/a.json': USING,
      'pages/a.wxml': '<x-card/>',
      [built('card/card.json')]: '{ "component": true }',
      [built('card/card.wxml')]: '<view>built in</view>',
      [built('card/card.js')]: 'Component({})',
    })
    install('x-kit', CARD)
    const { code, notices } = await build()
    expect(code).toContain('built in')
    expect(code).not.toContain('hello from the package')
    expect(notices).toEqual([])
  })

  it('says nothing of its own style, and what is wrong in it', async () => {
    project = fixtureProject({ 'pages/a.json': USING, 'pages/a.wxml': '<x-card/>' })
    const twice = '<view class="a" class="b"/>'
    install('x-kit', { ...CARD, 'dist/card/card.wxml': twice })
    expect((await build()).problems).toEqual([])
    project.write({ 'pages/a.wxml': `<x-card/>${twice}` })
    expect((await build()).problems).toEqual([expect.stringContaining('pages/a.wxml:1:')])
    install('x-kit', { 'dist/card/card.wxml': '<view>' })
    expect((await build()).problems.join()).toContain(
      'node_modules/x-kit/dist/card/card.wxml:1:2: error: missing end tag',
    )
  })

  it('may show what stands in a slot to nobody, as on a phone', async () => {
    project = fixtureProject({ 'pages/a.json': USING, 'pages/a.wxml': '<x-card/>' })
    install('x-kit', { ...CARD, 'dist/card/card.wxml': '<slot><view>nobody sees it</view></slot>' })
    expect((await build()).problems).toEqual([])
  })
})

describe('a component of a sub-package', () => {
  it('is looked for in the miniprogram_npm beside it, and in those around it', async () => {
    const own = (name: string) => `admin/miniprogram_npm/x-own/${name}`
    project = fixtureProject({
      'app.json': '{ "pages": ["pages/a"], "subPackages": [{ "root": "admin", "pages": ["pages/b"] }] }',
      'admin/pages/b.json': '{ "usingComponents": { "x-own": "x-own/index" } }',
      'admin/pages/b.wxml': '<x-own/>',
      'admin/pages/b.js': 'Page({})',
      [own('index.json')]: '{ "component": true }',
      [own('index.wxml')]: '<view>of the sub-package</view>',
      [own('index.js')]: 'Component({})',
    })
    const { code, problems } = await build()
    expect(problems).toEqual([])
    expect(code).toContain('of the sub-package')
  })
})

describe('where a file belongs', () => {
  it('is the mini-program or its package, and a way out of either is none', () => {
    project = fixtureProject()
    const home = install('@x/kit', { 'package.json': '{}', 'a.js': '' })
    const root = project.root
    expect(homeOf(root, path.join(home, 'dist', 'a.js'))).toBe(home)
    expect(homeOf(root, path.join(root, 'pages', 'a.js'))).toBe(root)
    expect(homeOf(home, path.join(home, 'a.js'))).toBe(home)
    expect(packagesOf(root, [path.join(home, 'a.js'), path.join(root, 'app.ts')])).toEqual(['@x/kit'])
    expect(ofPackage(root, path.join(root, 'miniprogram_npm', 'x', 'a.wxml'))).toBe(true)
    expect(ofPackage(root, path.join(root, 'pages', 'a.wxml'))).toBe(false)
    expect(sourceFile(root, 'miniprogram_npm/@x/kit/card/card.wxml')).toBe(
      path.join(home, 'miniprogram_dist', 'card', 'card.wxml'),
    )
    const outside = 'miniprogram_npm/../../node_modules/@x/kit/a.js'
    expect(sourceFile(root, outside)).toBe(path.join(root, ...outside.split('/')))
  })
})
