import { beforeEach, describe, expect, it } from 'vitest'
import { BATCH, beforeCall, MANY, names, ONE, useBackfillWorld } from './backfillWorld.ts'

const world = useBackfillWorld()
const {
  run,
  asked,
  follow,
  unfollow,
  start,
  state,
  followersCome,
  placesAsked,
  peopleAsked,
  batchSizes,
  ofNews,
  endsAfter,
} = world

describe('all followers', () => {
  beforeEach(() => followersCome(MANY))

  it('of several pages become identities with unionids, each asked for once', async () => {
    await start()
    await run({ perPage: 120 })
    expect(await state()).toMatchObject({
      state: 'finished',
      total: MANY,
      done: MANY,
      created: MANY,
      skipped: 0,
      finishedAt: world.now(),
    })
    expect(placesAsked()).toEqual([0, 120, 240, 250])
    expect(batchSizes()).toEqual([100, 20, 100, 20, 10])
    expect(peopleAsked().flat()).toEqual(names.map((_, n) => n + 1))
    expect(ofNews()).toHaveLength(MANY)
    expect(
      ofNews().every(({ unions, route }) => JSON.stringify(unions).includes('main') && route === 'follower'),
    ).toBe(true)
    expect(world.lines('import.backfill')).toMatchObject([{ app: 'news', reason: 'client operator' }])
  })

  it('join the accounts that they have', async () => {
    const shop = await world.signIn('p3', 'shop')
    const without = await world.signInWithout('p4', 'news', 'oauth-official-account')
    await start()
    await run()
    expect(world.identity('news', 'p3')).toMatchObject({ userId: shop })
    expect(world.identity('news', 'p4')).toMatchObject({ userId: without, route: 'oauth-official-account' })
    expect(world.union('p4')).toMatchObject({ userId: without })
    expect(await state()).toMatchObject({ created: MANY - 2, attached: 2, known: 0 })
  })

  it('whose unionids were left out of a batch are asked for once more, alone', async () => {
    world.world().weChat.hideUnionids(10)
    await start()
    await run()
    expect(asked(ONE)).toHaveLength(MANY / 10)
    expect(ofNews().every(({ unions }) => JSON.stringify(unions).includes('main'))).toBe(true)
    expect(await state()).toMatchObject({ done: MANY, created: MANY })
  })

  it('and somebody who unfollows between page and batch is left out', async () => {
    await start()
    await run({ weChatGate: beforeCall(BATCH, 0, () => unfollow('p7')) })
    expect(world.identity('news', 'p7')).toBeUndefined()
    expect(await state()).toMatchObject({ state: 'finished', done: MANY, created: MANY - 1, skipped: 1 })
  })

  it('one by one, if WeChat refuses the batch because of one of them (40003)', async () => {
    await world.faults({ at: 'wechat.api', effect: 'errcode', path: BATCH, errcode: 40003, times: 1 })
    await start()
    await run({ weChatGate: beforeCall(BATCH, 0, () => unfollow('p7')) })
    expect(asked(ONE)).toHaveLength(100)
    expect(batchSizes()).toEqual([100, 100, 50])
    expect(await state()).toMatchObject({ state: 'finished', created: MANY - 1, skipped: 1 })
  })

  it('who come while it goes on are there at the end', async () => {
    unfollow('p0')
    await start()
    const comes = () => {
      world.advance(1)
      follow('p0')
    }
    await run({ perPage: 100, weChatGate: beforeCall(BATCH, 1, comes) })
    expect(ofNews()).toHaveLength(MANY)
  })

  it('a run without time left hands on to the next, which goes on behind the last batch', async () => {
    await start()
    await run({ perPage: 200, weChatGate: endsAfter(BATCH, 0) })
    expect(await state()).toMatchObject({ state: 'waiting', total: MANY, done: 100, due: world.now() })
    world.forgetAsked()
    await run({ perPage: 200 })
    expect(placesAsked()[0]).toBe(100)
    expect(peopleAsked().flat()[0]).toBe(101)
    expect(await state()).toMatchObject({ state: 'finished', done: MANY, created: MANY })
  })

  it('whoever was last unfollows between two runs: the page is read again from its beginning', async () => {
    await start()
    await run({ perPage: 120, weChatGate: endsAfter(BATCH, 2) })
    unfollow('p219')
    world.forgetAsked()
    await run({ perPage: 120 })
    // p219 was the last who was done, p119 the last of the page before.
    expect(placesAsked().slice(0, 2)).toEqual([220, 120])
    expect(ofNews()).toHaveLength(MANY)
    expect(await state()).toMatchObject({ state: 'finished', total: MANY - 1 })
  })

  it('and so does the last of the page before: the list is read again', async () => {
    await start()
    await run({ perPage: 120, weChatGate: endsAfter(BATCH, 2) })
    for (const gone of ['p119', 'p219']) unfollow(gone)
    world.forgetAsked()
    await run({ perPage: 120 })
    expect(placesAsked().slice(0, 3)).toEqual([220, 120, 0])
    expect(ofNews()).toHaveLength(MANY)
    expect(world.documents('users')).toHaveLength(MANY)
    expect(await state()).toMatchObject({ state: 'finished' })
  })

  it('a token that is refused in the middle is replaced, and nobody is asked for again but in that batch', async () => {
    await world.faults({
      at: 'wechat.api',
      effect: 'errcode',
      path: BATCH,
      errcode: 40001,
      after: 1,
      times: 1,
    })
    await start()
    await run()
    expect(batchSizes()).toEqual([100, 100, 100, 50])
    expect(asked('/cgi-bin/stable_token')).toHaveLength(2)
    expect(await state()).toMatchObject({ state: 'finished', created: MANY })
  })

  // Forgotten, as whoever has asked to be deleted: nobody who is told of brings them back, their own doing neither.
  it('who had unfollowed, and follow again, are there, though the message of it was lost', async () => {
    await world.tell('p3', 'subscribe')
    await run()
    unfollow('p3')
    await world.tell('p3', 'unsubscribe')
    await run()
    await world.minutes(3)
    follow('p3')
    await start()
    await run()
    expect(world.identity('news', 'p3')).toMatchObject({ route: 'follower' })
  })
})
