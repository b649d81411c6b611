import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { launchBrowser } from '../testkit/browser.ts'
import { emulatedApis } from './build/emulatedApis.ts'
import { fixtureProject } from './fixtureProject.ts'
import { createSimulator } from './index.ts'
import { openProject } from './openedPage.ts'

let browser: Browser
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser.close())

it('the build and the page know the same members of wx', async () => {
  const opened = await openProject(browser, fixtureProject())
  const ofPage = await opened.read(`[...Object.keys(logicLayer.wx),
    ...Object.keys(logicLayer.wx.cloud).map((name) => 'cloud.' + name)].sort()`)
  expect([...(await emulatedApis())].sort()).toEqual(ofPage)
  await opened.close()
})

it('a project with a plugin and workers starts without them, and says so', async () => {
  const problems: string[] = []
  const project = fixtureProject({
    'app.json': JSON.stringify({
      pages: ['pages/a'],
      plugins: { map: { version: '1.0.0', provider: 'wx0000000000000009' } },
      workers: 'workers',
    }),
    'pages/a.json': '{ "usingComponents": { "x-map": "plugin://map/view" } }',
    'pages/a.wxml': '<view>before</view><x-map id="map"/><view>after</view>',
  })
  const opened = await openProject(browser, project, '', {}, (text) =>
    problems.push(text.split('\n')[0] ?? ''),
  )
  await opened.page.getByText('after').waitFor()
  await opened.close()
  expect(problems).toEqual([
    'miniprogram/pages/a.json: warning: usingComponents "x-map" is of a plugin, which is not simulated: an empty element is in its place',
    'miniprogram/app.json: warning: plugins (map) are not simulated: their code lies with WeChat, requirePlugin is not there',
    'miniprogram/app.json: warning: workers are not simulated: wx.createWorker is not there',
  ])
  expect(opened.errors).toEqual([])
})

it('what the scripts ask of wx and is not there is told once, with its place', async () => {
  const notices: string[] = []
  const project = fixtureProject({
    'pages/a.js': 'Page({ tap() { wx.makeTea() }, other() { wx.makeTea() } })',
  })
  const simulator = createSimulator({
    miniprogramRoot: project.root,
    onProblem: (text) => notices.push(text),
    onNotice: (line) => notices.push(line),
  })
  await simulator.file('')
  project.write({ 'pages/a.wxml': '<view>another length</view>' })
  await simulator.file('')
  await simulator.close()
  project.remove()
  expect(notices).toEqual([
    'miniprogram/pages/a.js:1:16 (and 1 more): wx.makeTea is not emulated by the simulator: calling it throws. ' +
      "Ask wx.canIUse('makeTea') before, or try this part in WeChat DevTools",
  ])
})
