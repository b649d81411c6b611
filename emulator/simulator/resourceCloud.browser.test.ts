import path from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { launchBrowser } from '../testkit/browser.ts'
import type { TestWorld } from '../testkit/createWorld.ts'
import { createWorld } from '../testkit/index.ts'
import { type FixtureProject, fixtureProject } from './fixtureProject.ts'

/** `new wx.cloud.Cloud()` in a page of the simulator, with the local cloud behind it. */

const PAGE = `
let shared
let taps = 0
const answer = ({ result }) => result
Page({
  data: { said: '' },
  onLoad() { shared = new wx.cloud.Cloud({ resourceAppid: 'shop', resourceEnv: 'any' }) },
  say(work) {
    taps += 1
    Promise.resolve(work)
      .then((answer) => JSON.stringify(answer), ({ errCode, errMsg }) => [errCode, errMsg].join(' '))
      .then((said) => this.setData({ said: taps + ': ' + said }))
  },
  init() { this.say(shared.init()) },
  call() { this.say(shared.callFunction({ name: 'who' }).then(answer)) },
  own() {
    const own = new wx.cloud.Cloud({ resourceEnv: 'any' })
    this.say(own.init().then(() => own.callFunction({ name: 'who' })).then(answer))
  },
})
`
const WXML = `
<view>{{said}}</view>
<button bind:tap="init">init</button>
<button bind:tap="call">call</button>
<button bind:tap="own">own</button>
`
const ENVIRONMENT = '{ from: process.env.WX_FROM_OPENID, openid: process.env.WX_OPENID }'

let browser: Browser
let world: TestWorld
let project: FixtureProject

beforeAll(async () => {
  project = fixtureProject({
    'pages/a.js': PAGE,
    'pages/a.wxml': WXML,
    'functions/who/index.js': `exports.main = () => (${ENVIRONMENT})`,
    'functions/cloudbase_auth/index.js': `exports.main = () => ({ errCode: 0, errMsg: '', auth: '{}' })`,
  })
  ;[browser, world] = await Promise.all([
    launchBrowser(),
    createWorld({
      people: ['alice'],
      apps: [{ alias: 'shop' }, { alias: 'club' }, { alias: 'rival', entity: 'other' }],
      functions: path.join(project.root, 'functions'),
      miniprogramRoot: project.root,
    }),
  ])
})
afterAll(async () => {
  await browser.close()
  await world.close()
  project.remove()
})

const open = async (app: string): Promise<(button: string) => Promise<string>> => {
  const page: Page = await browser.newPage({ viewport: { width: 390, height: 760 } })
  await page.goto(`${world.url}/simulator/?person=alice&app=${app}`)
  let taps = 0
  return async (button) => {
    taps += 1
    await page.getByRole('button', { name: button, exact: true }).click()
    const said = page.getByText(new RegExp(`^${taps}: `))
    await said.waitFor()
    return String(await said.evaluate((element) => element.textContent)).replace(/^\d+: /, '')
  }
}

const authRuns = (): number => world.calls().filter((call) => call.function === 'cloudbase_auth').length

describe('new wx.cloud.Cloud()', () => {
  it('calls functions of another account once init has asked cloudbase_auth', async () => {
    const tap = await open('club')
    const { openid } = world.person('alice').in('club')
    const before = authRuns()
    expect(await tap('call')).toContain('-601016')
    expect(await tap('init')).toBe('{"errMsg":"cloud.init:ok"}')
    expect(JSON.parse(await tap('call'))).toEqual({ from: openid })
    expect(JSON.parse(await tap('call'))).toEqual({ from: openid })
    expect(authRuns()).toBe(before + 1)
  })

  it('is refused to an app of another entity', async () => {
    const tap = await open('rival')
    expect(await tap('init')).toMatch(/^-601012 cloud\.init:fail Error: errCode: -601012 unauthorized env/)
    expect(await tap('call')).toContain('-601016')
  })

  it('without a resourceAppid is the app’s own', async () => {
    const tap = await open('club')
    expect(JSON.parse(await tap('own'))).toEqual({ openid: world.person('alice').in('club').openid })
  })
})
