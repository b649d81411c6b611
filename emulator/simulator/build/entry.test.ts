import { afterEach, describe, expect, it } from 'vitest'
import type { BuiltApp } from '../builtApp.ts'
import { type FixtureProject, fixtureProject } from '../fixtureProject.ts'
import { generateEntry } from './entry.ts'
import type { Problem } from './problem.ts'
import { readProject } from './project.ts'

const projects: FixtureProject[] = []

function generate(files: Readonly<Record<string, string>>) {
  const project = fixtureProject(files)
  projects.push(project)
  const problems: Problem[] = []
  const { code } = generateEntry(readProject(project.root, problems), 'refuse', problems)
  const required: string[] = []
  let built: BuiltApp | undefined
  const run = new Function('logicLayer', 'require', code)
  run({ start: (app: BuiltApp) => (built = app) }, (file: string) => required.push(file))
  return { built, problems, required }
}

afterEach(() => {
  for (const project of projects.splice(0)) project.remove()
})

describe('the generated entry', () => {
  it('reaches pages of subpackages and components of components', () => {
    const { built, problems, required } = generate({
      'app.json': `{
        "pages": ["pages/a"],
        "subPackages": [{ "root": "more", "pages": ["b"] }],
        "usingComponents": { "my-card": "/parts/card" }
      }`,
      'more/b.ts': 'Page({})',
      'more/b.wxml': '<my-card/>',
      'parts/card/index.json': '{ "component": true, "usingComponents": { "my-dot": "../dot" } }',
      'parts/card/index.ts': 'Component({})',
      'parts/card/index.wxml': '<my-dot/>',
      'parts/dot.json': '{ "component": true, "usingComponents": {} }',
      'parts/dot.ts': 'Component({})',
      'parts/dot.wxml': '<view/>',
    })
    expect(problems).toEqual([])
    expect(built?.config.pages).toEqual(['pages/a', 'more/b'])
    expect(Object.keys(built?.components ?? {})).toEqual(
      expect.arrayContaining(['pages/a', 'more/b', 'parts/card/index', 'parts/dot']),
    )
    expect(built?.components['more/b']?.page).toBe(true)
    expect(built?.components['parts/card/index']).toMatchObject({
      page: false,
      config: { usingComponents: { 'my-dot': '/parts/dot' } },
    })
    built?.load['parts/dot']?.()
    expect(required).toEqual([expect.stringMatching(/dot\.ts$/)])
  })

  it('holds imported templates, WXS and the built-ins, compiled', () => {
    const { built, problems } = generate({
      'pages/a.wxml': '<import src="./t.wxml"/><wxs module="m" src="./m.wxs"/><template is="t"/>{{m.x()}}',
      'pages/t.wxml': '<template name="t"><view/></template>',
      'pages/m.wxs': 'var n = require("./n.wxs"); module.exports = { x: function () { return n.y } }',
      'pages/n.wxs': 'module.exports = { y: 1 }',
    })
    expect(problems).toEqual([])
    expect(built?.templates).toHaveProperty(['pages/a'])
    expect(built?.templates).toHaveProperty(['pages/t'])
    expect(built?.builtinTemplates).toHaveProperty(['builtin/button'])
  })

  it('warns of a built-in of WeChat that it lacks, and of styles that DevTools would compile', () => {
    const { built, problems } = generate({
      'pages/a.wxml': '<view>\n<live-pusher/></view>',
      'pages/a.less': '.a { .b { color: red } }',
    })
    expect(built?.templates).toHaveProperty(['pages/a'])
    expect(problems).toEqual([
      expect.objectContaining({ severity: 'warning', file: 'miniprogram/pages/a.wxml', line: 2 }),
      expect.objectContaining({ severity: 'warning', file: 'miniprogram/pages/a.less' }),
    ])
  })

  it('names an unknown tag in the file that has it', () => {
    const { problems } = generate({
      'pages/a.wxml': '<import src="./t.wxml"/><template is="t"/>',
      'pages/t.wxml': '<template name="t">\n<nothing/></template>',
    })
    expect(problems).toEqual([
      expect.objectContaining({ file: 'miniprogram/pages/t.wxml', line: 2, column: 1 }),
    ])
  })

  it('takes in the default of a generic, and does without a plugin', () => {
    const { built, problems } = generate({
      'pages/a.json': '{ "usingComponents": { "x-frame": "../parts/frame", "x-map": "plugin://map/view" } }',
      'pages/a.wxml': '<x-frame/><x-map/>',
      'parts/frame.json':
        '{ "component": true, "componentGenerics": { "shape": { "default": "./dot" }, "other": true } }',
      'parts/frame.ts': 'Component({})',
      'parts/frame.wxml': '<shape/><other/>',
      'parts/dot.json': '{ "component": true }',
      'parts/dot.ts': 'Component({})',
      'parts/dot.wxml': '',
    })
    expect(built?.components['parts/frame']?.config).toMatchObject({
      componentGenerics: { shape: { default: '/parts/dot' }, other: true },
    })
    expect(built?.components).toHaveProperty(['parts/dot'])
    expect(problems).toEqual([
      expect.objectContaining({
        severity: 'warning',
        message: expect.stringContaining('"x-map" is of a plugin'),
      }),
    ])
  })
})
