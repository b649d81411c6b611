import { afterEach, describe, expect, it } from 'vitest'
import { type FixtureProject, fixtureProject } from './fixtureProject.ts'
import { createSimulator, type Simulator } from './index.ts'

const opened: { project: FixtureProject; simulator: Simulator }[] = []

function open(files: Readonly<Record<string, string>> = {}) {
  const project = fixtureProject(files)
  const problems: string[] = []
  const simulator = createSimulator({
    miniprogramRoot: project.root,
    onProblem: (line) => problems.push(line),
  })
  opened.push({ project, simulator })
  return { project, simulator, problems }
}

afterEach(async () => {
  for (const { project, simulator } of opened.splice(0)) {
    await simulator.close()
    project.remove()
  }
})

describe('the files of the simulator', () => {
  it('are a page, two scripts and a style sheet', async () => {
    const { simulator, problems } = open()
    expect(await simulator.file('')).toMatchObject({ status: 200, contentType: 'text/html; charset=utf-8' })
    expect(await simulator.file('app.js')).toMatchObject({
      status: 200,
      contentType: 'text/javascript; charset=utf-8',
    })
    expect(String((await simulator.file('runtime.js')).body)).toContain('sourceMappingURL=data:')
    expect(String((await simulator.file('page.css')).body)).toContain('wx-button')
    expect((await simulator.file('nothing.js')).status).toBe(404)
    expect(problems).toEqual([])
  })

  it('hold pictures of the mini-program, but no sources and nothing from outside', async () => {
    const { simulator } = open({ 'images/dot.svg': '<svg xmlns="http://www.w3.org/2000/svg"/>' })
    expect(await simulator.file('assets/images/dot.svg')).toMatchObject({
      status: 200,
      contentType: 'image/svg+xml',
    })
    const refused = [
      'assets/app.ts',
      'assets/../outside.svg',
      'assets/%2e%2e/%2e%2e/outside.svg',
      'assets//etc/passwd.svg',
      'assets/%zz.svg',
    ]
    for (const each of refused) expect((await simulator.file(each)).status).toBe(404)
  })

  it('carry the .ts files in the source map', async () => {
    const { simulator } = open({ 'pages/a.ts': 'const said: string = "very special words"\nPage({ said })' })
    const script = String((await simulator.file('app.js')).body)
    const map = Buffer.from(script.split('base64,')[1] ?? '', 'base64').toString('utf8')
    expect(map).toContain('pages/a.ts')
    expect(map).toContain('const said: string')
  })

  it('change when a source has changed', async () => {
    const { simulator, project } = open({ 'pages/a.wxml': '<view>before</view>' })
    expect(String((await simulator.file('app.js')).body)).toContain('before')
    project.write({ 'pages/a.wxml': '<view>a longer text</view>' })
    expect(String((await simulator.file('app.js')).body)).toContain('a longer text')
  })
})

describe('a mini-program that does not build', () => {
  const cases: [name: string, files: Record<string, string>, line: string][] = [
    ['broken TypeScript', { 'pages/a.ts': 'Page({\n  data: {,\n})' }, 'miniprogram/pages/a.ts:2:10: error: '],
    [
      'a broken expression',
      { 'pages/a.wxml': '<view>\n  {{ a. }}</view>' },
      'miniprogram/pages/a.wxml:2:9: error: ',
    ],
    [
      'a tag that is not closed',
      { 'pages/a.wxml': '<view>\n<text></view>' },
      'miniprogram/pages/a.wxml:2:2: error: missing end tag',
    ],
    [
      'an unknown tag',
      { 'pages/a.wxml': '<view>\n  <my-card/></view>' },
      'miniprogram/pages/a.wxml:2:3: error: unknown tag <my-card>',
    ],
    ['broken JSON', { 'pages/a.json': '{\n  "a": 1,\n}' }, 'miniprogram/pages/a.json:2:9: error: '],
    [
      'a broken style sheet',
      { 'pages/a.wxss': '.a {\n  color: red;\n' },
      'miniprogram/pages/a.wxss:1:1: error: ',
    ],
    [
      'a component that is not there',
      { 'pages/a.json': '{ "usingComponents": { "my-card": "../card" } }' },
      'miniprogram/pages/a.json: error: usingComponents "my-card": "../card" is not found',
    ],
    [
      'an import from outside',
      { 'pages/a.ts': 'import { x } from "../../x"\nPage({ x })' },
      'miniprogram/pages/a.ts:1:19: error: "../../x" lies outside',
    ],
    [
      'a package that is not built in',
      { 'pages/a.ts': 'import { x } from "postcss"\nPage({ x })' },
      'miniprogram/pages/a.ts:1:19: error: "postcss" is not in miniprogram_npm',
    ],
    [
      'a page without WXML',
      { 'app.json': '{ "pages": ["pages/a", "pages/b"] }', 'pages/b.ts': 'Page({})' },
      'miniprogram/pages/b.wxml: error: is missing',
    ],
  ]

  it.each(cases)('%s is told with file and place, on the page too', async (_, files, line) => {
    const { simulator, problems } = open(files)
    const { status, body } = await simulator.file('')
    expect(problems.join('\n')).toContain(line)
    expect(status).toBe(500)
    expect(String(body)).toContain(line.split(':').slice(0, 3).join(':').replaceAll('"', '&quot;'))
  })

  it('works again after the next correct save', async () => {
    const { simulator, project, problems } = open({ 'pages/a.ts': 'Page({' })
    expect((await simulator.file('')).status).toBe(500)
    project.write({ 'pages/a.ts': 'Page({ data: {} })' })
    expect((await simulator.file('')).status).toBe(200)
    expect(problems).toHaveLength(1)
  })

  it('is told about a .js beside a .ts without failing', async () => {
    const { simulator, problems } = open({ 'pages/a.js': 'Page({})', 'pages/a.ts': 'Page({})' })
    expect((await simulator.file('')).status).toBe(200)
    expect(problems).toEqual([expect.stringContaining('miniprogram/pages/a.js: warning: lies beside a .ts')])
  })
})
