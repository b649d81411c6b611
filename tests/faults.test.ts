import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Story } from './stories/story.ts'
import { buy, openStory } from './stories/story.ts'

/** What goes wrong on demand, as a function with the real SDK, or with Node's https, meets it. */

/** Adds a document; answers what became of it, and how long it took. */
const ADD = `
exports.main = async ({ id }) => {
  const began = performance.now()
  const tell = (outcome) => ({ ...outcome, ms: performance.now() - began })
  return cloud.database().collection('things').add({ data: { _id: id } })
    .then(() => tell({ done: true }), ({ errCode, errMsg }) => tell({ errCode, errMsg }))
}`

/** A client of little patience: of the calls of wx-server-sdk 4.0.2 this one takes a time-out of its own. */
const IMPATIENT = `
exports.main = ({ timeout }) => cloud.callFunction({ name: 'context', timeout })
  .then(() => ({ done: true }), ({ errCode, errMsg }) => ({ errCode, errMsg }))`

/** Counts one up in a transaction, and says how often the platform's conflict was met. */
const COUNT = `
exports.main = async ({ id, tries }) => {
  const conflicts = []
  for (let time = 0; time < tries; time++) {
    try {
      await cloud.database().runTransaction((t) => t.collection('things').doc(id).set({ data: { counted: true } }), 0)
      return { conflicts, done: true }
    } catch (error) {
      conflicts.push(/TransactionConflict|TRANSACTION_CONFLICT/.test(String(error.errMsg ?? error.message ?? error.code) + error.code))
    }
  }
  return { conflicts, done: false }
}`

const CLOCK = `exports.main = () => ({ now: Date.now(), made: new Date().getTime() })`

const PUSHED = `
exports.main = async (event) => {
  await cloud.database().collection('pushed').add({ data: { event } })
}`

const ELSEWHERE = `
exports.main = ({ where }) => {
  const asked = where === 'functions'
    ? cloud.callFunction({ name: 'context' })
    : where === 'storage' ? cloud.getTempFileURL({ fileList: ['cloud://local.x/y'] })
    : cloud.openapi.auth.getPaidUnionId({ openid: 'o' })
  return asked.then(() => ({ done: true }), ({ errCode, errMsg }) => ({ errCode, errMsg }))
}`

let story: Story
let id = ''
let count = 0

beforeAll(async () => {
  story = await openStory('since-2021', {
    functions: {
      add: { source: ADD },
      impatient: { source: IMPATIENT },
      count: { source: COUNT },
      clock: { source: CLOCK },
      otherClock: { source: CLOCK },
      pushed: { source: PUSHED },
      elsewhere: { source: ELSEWHERE, openapi: ['auth.getPaidUnionId'] },
    },
  })
})
afterAll(() => story.close())
beforeEach(async () => {
  await story.faults()
  id = `thing${++count}`
})

const isStored = (): boolean =>
  story.world.database.documents('things').some((document) => Object(document)['_id'] === id)
const codeQuery = async () => ({
  ...story.credentials('shop'),
  js_code: String((await story.phone('login'))['code']),
  grant_type: 'authorization_code',
})

describe('api.weixin.qq.com', () => {
  it.each([
    ['busy', -1],
    ['rate-limited', 45011],
    ['quota', 45009],
  ])('%s: %s, and the code is not used up', async (effect, errcode) => {
    await story.faults({ at: 'sns/jscode2session', effect, times: 1 })
    const query = await codeQuery()
    expect(await story.ask('/sns/jscode2session', query)).toMatchObject({ errcode })
    expect(await story.ask('/sns/jscode2session', query)).toHaveProperty('openid')
  })

  it('token-storm: 40001 for whoever brings a token, and for nobody else', async () => {
    await story.faults({ at: '*', effect: 'token-storm' })
    const access_token = await story.token('shop')
    const openid = await story.openidOf('alice', 'shop')
    expect(await story.ask('/wxa/checksession', { access_token, openid })).toMatchObject({ errcode: 40001 })
    expect(await story.ask('/sns/jscode2session', await codeQuery())).toHaveProperty('openid')
  })

  it('time-out: nobody answers, and nothing is done', async () => {
    await story.faults({ at: 'sns/*', effect: 'time-out' })
    const query = await codeQuery()
    expect(await story.call('ask', { path: '/sns/jscode2session', query, timeout: 500 })).toEqual({
      lost: 'no answer in time',
    })
    await story.faults()
    expect(await story.ask('/sns/jscode2session', query)).toHaveProperty('openid')
  })

  it('lost-reply: the code is used up, and the retry hears 40163', async () => {
    await story.faults({ at: 'sns/*', effect: 'lost-reply', times: 1 })
    const query = await codeQuery()
    expect(await story.ask('/sns/jscode2session', query)).toEqual({ lost: 'ECONNRESET' })
    expect(await story.ask('/sns/jscode2session', query)).toMatchObject({ errcode: 40163 })
  })

  it.each([
    ['busy', -1],
    ['rate-limited', 45011],
    ['quota', 45009],
  ])('%s as a cloud call: %s', async (effect, errCode) => {
    await story.faults({ at: 'openapi.auth.getPaidUnionId', effect, times: 1 })
    const paid = () => story.call('paid', { openid: 'o', transactionId: '4' })
    expect(await paid()).toMatchObject({ errCode })
    expect(await paid()).toMatchObject({ errCode: 40003 })
  })
})

describe('the database', () => {
  it('busy: refused with -501001, and nothing is done', async () => {
    await story.faults({ at: 'database.insertDocument', effect: 'busy', times: 1 })
    expect(await story.call('add', { id })).toMatchObject({ errCode: -501001 })
    expect(isStored()).toBe(false)
    expect(await story.call('add', { id })).toMatchObject({ done: true })
  })

  it('slow: done, and later', async () => {
    await story.faults({ at: 'database.*', effect: 'slow', ms: 60 })
    const { done, ms } = await story.call('add', { id })
    expect(done).toBe(true)
    // A timer may be a millisecond early.
    expect(ms).toBeGreaterThan(55)
  })

  it('lost-reply: done, and the client does not hear of it', async () => {
    await story.faults({ at: 'database.*', effect: 'lost-reply' })
    expect(await story.call('add', { id })).toHaveProperty('errCode')
    expect(isStored()).toBe(true)
  })

  it('kill: done, and the instance that asked is gone', async () => {
    await story.faults({ at: 'database.*', effect: 'kill', times: 1 })
    await expect(story.call('add', { id })).rejects.toMatchObject({
      errCode: -504002,
      errMsg: expect.stringContaining('145 code exit unexpected'),
    })
    expect(isStored()).toBe(true)
    id = `${id}-again`
    expect(await story.call('add', { id })).toMatchObject({ done: true })
  })

  it.each(['database.commitTransaction', 'database.*'])(
    'conflict at %s: the transaction is gone',
    async (at) => {
      await story.faults({ at, effect: 'conflict', times: 2 })
      expect(await story.call('add', { id: `${id}-outside` })).toMatchObject({ done: true })
      expect(await story.call('count', { id, tries: 1 })).toMatchObject({ done: false })
      expect(isStored()).toBe(false)
      expect(await story.call('count', { id, tries: 3 })).toMatchObject({ done: true })
      expect(isStored()).toBe(true)
    },
  )
})

describe('other services on the wire', () => {
  // Numbers of wx-server-sdk 4.0.2: it knows SYS_ERR of a cloud call, and loses it for functions and files.
  it.each([
    ['functions', 'functions.*', -1],
    ['storage', 'storage.*', -1],
    ['openapi', 'wx.*', -501001],
  ])('%s, busy', async (where, at, errCode) => {
    await story.faults({ at, effect: 'busy', times: 1 })
    expect(await story.call('elsewhere', { where })).toEqual({
      errCode,
      errMsg: expect.stringContaining('resource system error'),
    })
  })

  it('time-out: the client gives up, and nothing is done', async () => {
    await story.faults({ at: 'functions.*', effect: 'time-out' })
    const before = story.world.calls().length
    expect(await story.call('impatient', { timeout: 500 })).toEqual({
      errCode: -1,
      errMsg: 'callFunction:fail request timeout',
    })
    // The impatient one itself is the only call.
    expect(story.world.calls()).toHaveLength(before + 1)
    await story.faults()
    expect(await story.call('impatient')).toEqual({ done: true })
  })
})

describe('deliveries', () => {
  it.each([
    ['lose', {}, [0, 0]],
    ['duplicate', { copies: 2 }, [3, 3]],
    ['delay', { ms: 60_000 }, [0, 1]],
  ])('%s an event', async (effect, more, expected) => {
    const { appid } = story.credentials('news')
    const app = { appid, alias: 'news', kind: 'official-account', openPlatformId: 'main' }
    await story.change('/apps', { ...app, push: { function: 'pushed', token: 'token123' } })
    await story.change('/follows', { person: 'alice', app: 'news', following: false })
    await story.world.settled()
    await story.faults({ at: 'push', effect, ...more })
    const before = story.world.database.documents('pushed').length
    await story.change('/follows', { person: 'alice', app: 'news' })
    const counts: number[] = []
    for (const wait of ['0s', '1m']) {
      await story.later(wait)
      counts.push(story.world.database.documents('pushed').length - before)
    }
    expect(counts).toEqual(expected)
  })

  it('duplicate a payment callback', async () => {
    await story.faults({ at: 'pay.callback', effect: 'duplicate', copies: 3 })
    await buy(story, { outTradeNo: id })
    expect(story.world.database.documents('callbacks')).toHaveLength(4)
  })
})

describe('the context', () => {
  it('no-unionid: the next call of a function is not told it; nothing else uses the fault up', async () => {
    await story.faults({ at: 'context', effect: 'no-unionid', times: 1 })
    await story.phone('login')
    expect(await story.call('context')).not.toHaveProperty('UNIONID')
    expect(await story.call('context')).toHaveProperty('UNIONID')
  })
})

describe('the clock', () => {
  it('skew: of the next instance that starts, for as long as it lives', async () => {
    story.world.clock.freeze()
    await story.faults({ at: 'functions', effect: 'skew', ms: -90_000, times: 1 })
    const now = story.world.clock.now()
    const wrong = { now: now - 90_000, made: now - 90_000 }
    expect(await story.call('clock')).toEqual(wrong)
    expect(await story.call('clock')).toEqual(wrong)
    expect(await story.call('otherClock')).toEqual({ now, made: now })
    story.world.clock.run()
  })
})

describe('a bad day', () => {
  const day = async (seed: number) => {
    const faults = [
      { at: 'sns/*', effect: 'busy', probability: 0.3 },
      { at: 'sns/*', effect: 'quota', probability: 0.3 },
    ]
    await story.change('/faults', { seed, faults })
    const heard: unknown[] = []
    for (let time = 0; time < 40; time++) {
      heard.push((await story.ask('/sns/jscode2session', {}))['errcode'])
    }
    return heard
  }

  it('is the same again with the same seed', async () => {
    const first = await day(7)
    expect(await day(7)).toEqual(first)
    expect(await day(8)).not.toEqual(first)
    // 41002 (no appid) is what a request without anything hears on a good day.
    expect(new Set(first)).toEqual(new Set([-1, 45009, 41002]))
  })

  it('says what is left of it', async () => {
    const busy = { at: 'sns/*', effect: 'busy', times: 2 }
    await story.faults(busy, { at: 'push', effect: 'lose', times: 1 })
    await story.ask('/sns/jscode2session', {})
    expect(await story.look('/faults')).toMatchObject({
      seed: 1,
      faults: [
        { ...busy, times: 1 },
        { at: 'push', times: 1 },
      ],
    })
    await story.ask('/sns/jscode2session', {})
    expect(await story.look('/faults')).toMatchObject({ faults: [{ at: 'push' }] })
  })
})
