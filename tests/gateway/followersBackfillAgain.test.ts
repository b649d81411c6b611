import { beforeEach, describe, expect, it } from 'vitest'
import { ATTEMPTS_AT_MOST } from '../../cloudfunctions/common/flows/jobs/failure.ts'
import { BATCH, LIST, MANY, names, useBackfillWorld } from './backfillWorld.ts'
import { cutEverywhere, otherEnds } from './cutting.ts'
import { openidIn } from './followersWorld.ts'
import { answerOf, KEYS, openGateway } from './gatewayWorld.ts'

const world = useBackfillWorld()
const { run, asked, start, state, followersCome, placesAsked, endsAfter } = world

describe('WeChat says that it is enough', () => {
  beforeEach(() => followersCome(150))
  const limited = (errcode: number) =>
    world.faults({ at: 'wechat.api', effect: 'errcode', path: BATCH, errcode, after: 1, times: 1 })

  // Page of call quotas, 2026-11: the day begins at midnight in Beijing, 16:00 UTC.
  it.each([
    ['2027-03-01T15:59:59.999Z', '2027-03-01T16:00:00.000Z'],
    ['2027-03-01T16:00:00.000Z', '2027-03-02T16:00:00.000Z'],
    ['2027-12-31T23:00:00.000Z', '2028-01-01T16:00:00.000Z'],
  ])('for today (45009) at %s: it goes on at %s behind the last batch', async (at, midnight) => {
    world.world().clock.set(Date.parse(at))
    await limited(45009)
    await start()
    await run()
    const due = Date.parse(midnight)
    expect(await state()).toMatchObject({ state: 'waiting', done: 100, due })
    world.advance(due - world.now() - 1)
    world.forgetAsked()
    await run()
    expect(asked(LIST)).toEqual([])
    world.advance(1)
    await run()
    expect(placesAsked()[0]).toBe(100)
    expect(await state()).toMatchObject({ state: 'finished', created: 150 })
  })

  it('for a minute (45011)', async () => {
    await limited(45011)
    await start()
    await run()
    expect(await state()).toMatchObject({ state: 'waiting', done: 100, due: world.now() + 60_000 })
    expect(await state()).not.toHaveProperty('lastError')
    await world.minutes(1)
    expect(await state()).toMatchObject({ state: 'finished', created: 150 })
  })
})

describe('killed', () => {
  it('at any request: nobody is missing, nobody is there twice, and no finished page is read again', async () => {
    const ends = await cutEverywhere(
      async () => {
        await world.clear()
        followersCome(3)
        await world.signInWithout('p1', 'shop')
        await world.signIn('p2', 'shop')
        // What else there is to do is done before.
        await run()
        await start()
      },
      (gate) => run({ perPage: 2, gate }),
      async () => {
        world.advance('3m')
        await run({ perPage: 2 })
        const places = placesAsked()
        return {
          state: (await state()).state,
          done: (await state()).done,
          followers: names.slice(0, 4).map((name) => world.identity('news', name)?.['route']),
          accounts: new Set(world.documents('identities').map(({ userId }) => userId)).size,
          goesBack: places.some((place, at) => place < Math.max(0, ...places.slice(0, at))),
        }
      },
    )
    expect(ends.whole).toEqual({
      state: 'finished',
      done: 3,
      followers: ['follower', 'follower', 'follower', undefined],
      // Nothing says that p1 of `shop` is p1 of `news`.
      accounts: 4,
      goesBack: false,
    })
    expect(otherEnds(ends)).toEqual([])
  }, 60_000)

  it('again and again, but always further: it comes to its end', async () => {
    followersCome(MANY)
    await start()
    for (let time = 0; time < 2 * ATTEMPTS_AT_MOST; time++) {
      let batches = 0
      let over = false
      await run({
        perPage: 10,
        // The second batch of every run is the last thing that its instance does.
        gate: async (request) => {
          if (over) throw new Error('killed')
          return request()
        },
        weChatGate: async ({ path }) => {
          if (path === BATCH && batches++ === 1) over = true
        },
      }).catch(() => {})
      world.advance('3m')
    }
    await run({ perPage: 10 })
    expect(await state()).toMatchObject({ state: 'finished', created: MANY })
  })

  it('or failing in every run, but always further: it comes to its end', async () => {
    followersCome(MANY)
    await start()
    for (let time = 0; time < 2 * ATTEMPTS_AT_MOST + 1; time++) {
      await world.faults({
        at: 'wechat.api',
        effect: 'errcode',
        path: BATCH,
        errcode: -1,
        after: 1,
        times: 1,
      })
      await run({ perPage: 10 })
      // Half a minute after a first failure: it has not failed twice at one place.
      world.advance('30s')
    }
    expect(await state()).toMatchObject({ state: 'finished', created: MANY })
  })
})

describe('started', () => {
  beforeEach(() => followersCome(150))

  it('a second time while it is underway: it is one, and goes on', async () => {
    const first = await start()
    await run({ weChatGate: endsAfter(BATCH, 0) })
    expect(await start()).toMatchObject({ state: 'waiting', done: 100, startedAt: first.startedAt })
    expect(world.jobs('backfill')).toHaveLength(1)
    expect(world.lines('import.backfill')).toHaveLength(1)
    await run()
    expect(await state()).toMatchObject({ done: 150 })
  })

  it('by two at once: it is one', async () => {
    await Promise.all([start(), start()])
    expect(world.jobs('backfill')).toHaveLength(1)
  })

  it('again after it has finished: all are known', async () => {
    await start()
    await run()
    expect(await state()).toMatchObject({ state: 'finished', created: 150 })
    world.advance('1h')
    expect(await start()).toMatchObject({ state: 'waiting', done: 0, startedAt: world.now() })
    await run()
    expect(await state()).toMatchObject({ state: 'finished', created: 0, known: 150 })
    expect(world.documents('users')).toHaveLength(150)
  })

  it('anew after it died of twelve failures, and its figures say why it had', async () => {
    await world.faults({ at: 'wechat.api', effect: 'errcode', path: LIST, errcode: 48001 })
    await start()
    for (let attempt = 1; attempt <= ATTEMPTS_AT_MOST; attempt++) {
      expect(await state()).toMatchObject({ state: 'waiting' })
      await run()
      world.advance('6h')
    }
    expect(await state()).toMatchObject({ state: 'dead', lastError: 'WECHAT_APP_REFUSED', done: 0 })
    expect(world.lines('job.dead')).toMatchObject([{ reason: 'backfill: WECHAT_APP_REFUSED' }])
    await run()
    expect(await state()).toMatchObject({ state: 'dead' })
    await world.faults()
    expect(await start()).toMatchObject({ state: 'waiting', done: 0 })
    await run()
    expect(await state()).toMatchObject({ state: 'finished', created: 150 })
    expect(await state()).not.toHaveProperty('lastError')
  })

  it('figures are kept for 30 days after the end, and name nobody', async () => {
    await start()
    await run()
    expect(JSON.stringify(world.jobs('backfill'))).not.toContain(openidIn('news', 'p149'))
    world.advance('29d')
    await run()
    expect(await state()).toMatchObject({ state: 'finished' })
    world.advance('2d')
    await run()
    await expect(state()).rejects.toMatchObject({ code: 'WORK_NOT_FOUND' })
  })
})

it('is started and looked at through the door, with the key of an operator', async () => {
  const {
    world: deployed,
    get,
    post,
  } = await openGateway({
    world: { follows: ['alice', 'bob'].map((person) => ({ person, app: 'news' })) },
  })
  expect(await get('/import/followers?app=news', KEYS.operator)).toMatchObject({ status: 404 })
  expect(await post('/import/followers', { app: 'news' }, KEYS.crm)).toMatchObject({ status: 403 })
  expect(await post('/import/followers', { app: 'shop' }, KEYS.operator)).toMatchObject({
    body: { code: 'APP_KIND_WRONG' },
  })
  const started = answerOf('figures', await post('/import/followers', { app: 'news' }, KEYS.operator))
  expect(started).toMatchObject({ state: 'waiting', done: 0 })
  await deployed.timers.fire('jobs')
  const finished = answerOf('figures', await get('/import/followers?app=news', KEYS.operator))
  expect(finished).toMatchObject({ state: 'finished', total: 2, done: 2, created: 2 })
  expect(finished.startedAt).toBe(started.startedAt)
  await deployed.close()
})
