import { describe, expect, it } from 'vitest'
import type { UserId } from '../../cloudfunctions/common/base/ids.ts'
import { cutAt, isCut } from '../interleaving.ts'
import type { Delivery } from './jobsWorld.ts'
import { DAY, LATE, NOTES, openidOf, typesAndUsers, useJobsWorld } from './jobsWorld.ts'

/** What a split leaves to `jobs`: keys and rows find their way back, and the business functions are told. */

const world = useJobsWorld()
const { clock, documents, change, add, login, mergedAccounts, mergeByHand, splitByHand, mergeOf, notes } =
  world
const run = () => world.run({ collections: [NOTES] })

const pause = async (): Promise<void> => {
  clock.advance(LATE)
  await run()
}

/** Runs until a merge is closed, or a split settled, that nothing disturbs. */
const settle = async (): Promise<void> => {
  await run()
  await pause()
}

const ownerOf = (person: string, app: 'shop' | 'club' | 'lab') =>
  documents('identities').find(({ openid }) => openid === openidOf(person, app))?.['userId']
const splitting = () => documents('users').filter((user) => user['splitting'] !== undefined).length
const settled = () => documents('merges').map(({ split }) => Object(split)['settled'])

/** Two accounts of alice with a row each, merged, and everything moved. */
const merged = async () => {
  const { survivor, loser, merge } = await mergedAccounts('alice')
  await add('notes', [
    { userId: survivor, text: 'survivor’s' },
    { userId: loser, text: 'loser’s' },
  ])
  await merge()
  await settle()
  return { survivor, loser, mergeId: mergeOf(loser) }
}

describe('the split job', () => {
  it('gives back exactly what was the loser’s; what was created since stays', async () => {
    const { survivor, loser, mergeId } = await merged()
    await add('notes', [{ userId: survivor, text: 'since' }])
    clock.advance(DAY)
    await splitByHand(mergeId)
    await run()
    expect(notes()).toEqual({
      'survivor’s': [survivor, undefined],
      'loser’s': [loser, undefined],
      since: [survivor, undefined],
    })
    expect([ownerOf('alice', 'shop'), ownerOf('alice', 'club')]).toEqual([survivor, loser])
    expect(splitting()).toBe(2)
    await pause()
    expect([splitting(), settled()]).toEqual([0, [true]])
    expect(world.waiting('split')).toEqual([])
  })

  it('looks again until it finds nothing: what a slow call had taken away comes back', async () => {
    const { survivor, loser, mergeId } = await merged()
    await splitByHand(mergeId)
    await run()
    const taken = { userId: survivor, oneidMerge: mergeId }
    await change('notes', { userId: loser }, taken)
    await change('identities', { openid: openidOf('alice', 'club') }, taken)
    clock.advance(LATE - 1)
    await run()
    expect(ownerOf('alice', 'club')).toBe(survivor)
    clock.advance(1)
    await run()
    expect([ownerOf('alice', 'club'), notes()['loser’s']]).toEqual([loser, [loser, undefined]])
    // What it moved may have led another call astray.
    expect(splitting()).toBe(2)
    await pause()
    expect([splitting(), settled()]).toEqual([0, [true]])
  })

  it('looks again also when the rows of the pass that found something took more than one batch of batches', async () => {
    const { survivor, loser, mergeId } = await merged()
    await splitByHand(mergeId)
    await run()
    const taken = { userId: survivor, oneidMerge: mergeId }
    await change('identities', { openid: openidOf('alice', 'club') }, taken)
    await add(
      'notes',
      Array.from({ length: 2_001 }, (_, n) => ({ ...taken, text: `l${n}` })),
    )
    await pause()
    expect(documents('notes').filter(({ userId }) => userId === loser)).toHaveLength(2_002)
    expect(splitting()).toBe(2)
    await pause()
    expect(splitting()).toBe(0)
  })

  it('brings rows back along a chain of merges, merge by merge, by their first stamp', async () => {
    const c = (await login('alice', 'lab')).userId
    clock.advance(1)
    const { survivor: b, loser: a, mergeId: first } = await merged()
    await add('notes', [{ userId: c, text: 'c' }])
    await mergeByHand(b, c)
    await settle()
    expect(notes()).toEqual({
      'loser’s': [c, first],
      'survivor’s': [c, mergeOf(b)],
      c: [c, undefined],
    })
    await splitByHand(mergeOf(b))
    await settle()
    expect(notes()).toEqual({ 'loser’s': [b, first], 'survivor’s': [b, undefined], c: [c, undefined] })
    await splitByHand(first)
    await settle()
    expect(notes()).toEqual({ 'loser’s': [a, undefined], 'survivor’s': [b, undefined], c: [c, undefined] })
    const owners = (['club', 'shop', 'lab'] as const).map((app) => ownerOf('alice', app))
    expect(owners).toEqual([a, b, c])
  })

  it('that comes too late finds two accounts that may be one again, and leaves them alone', async () => {
    const c = (await login('alice', 'lab')).userId
    clock.advance(1)
    const { survivor: b } = await merged()
    await mergeByHand(b, c)
    await settle()
    const second = mergeOf(b)
    await splitByHand(second)
    const [job] = world.waiting('split')
    await settle()
    // The barrier is lifted, and they merge once more.
    for (const _id of [b, c]) await change('users', { _id }, { barriers: [] })
    await mergeByHand(b, c)
    await settle()
    await add('jobs', [{ ...job, _id: 'jb-of-another-instance', due: clock.now() }])
    await run()
    expect(new Set(documents('identities').map(({ userId }) => userId))).toEqual(new Set([c]))
    expect(documents('notes').map(({ userId }) => userId)).toEqual([c, c])
  })

  it('waits for its transaction, once: cut off before it, nothing was split', async () => {
    const { survivor, mergeId } = await merged()
    const startTransaction = 2
    await expect(splitByHand(mergeId, cutAt(startTransaction, 'never sent'))).rejects.toSatisfy(isCut)
    await settle()
    await pause()
    expect(documents('merges').map(({ state }) => state)).toEqual(['closed'])
    expect(new Set(documents('identities').map(({ userId }) => userId))).toEqual(new Set([survivor]))
    expect(world.waiting('split')).toEqual([])
  })

  it('finishes a split whose answer was lost', async () => {
    const { survivor, loser, mergeId } = await merged()
    const commit = 8
    await expect(splitByHand(mergeId, cutAt(commit, 'reply lost'))).rejects.toSatisfy(isCut)
    await settle()
    expect([ownerOf('alice', 'shop'), ownerOf('alice', 'club')]).toEqual([survivor, loser])
    expect(settled()).toEqual([true])
  })
})

describe('what is told of a split', () => {
  const events = (told: readonly Delivery[]) =>
    typesAndUsers(told).filter(([type]) => type !== 'identity.attached')
  const inOrder = (survivor: UserId, loser: UserId) => [
    ['user.merged', survivor],
    ['user.split', loser],
  ]

  it('comes after the merge: which account is back, and who keeps what is new; once', async () => {
    const { survivor, loser, merge } = await mergedAccounts('alice')
    const told: Delivery[] = []
    await merge()
    await world.run({ told })
    clock.advance(DAY)
    const { mergeId } = await splitByHand(mergeOf(loser))
    const at = clock.now()
    for (const wait of [0, LATE, LATE]) {
      clock.advance(wait)
      await world.run({ told })
    }
    expect(events(told)).toEqual(inOrder(survivor, loser))
    expect(told.at(-1)?.event).toEqual({
      type: 'user.split',
      id: expect.stringMatching(/^ev-/),
      at,
      userId: loser,
      survivor,
      mergeId,
      rowsCreatedSinceStayWith: survivor,
    })
    expect(world.lines('user.split')).toMatchObject([{ actor: 'system', reason: 'two people' }])
  })

  it('waits for the merge to be told, when that was split before anybody heard of it', async () => {
    const { survivor, loser, merge } = await mergedAccounts('alice')
    const told: Delivery[] = []
    await merge()
    // The job of the split is due before the first announcements.
    await splitByHand(mergeOf(loser))
    for (const wait of [0, LATE, LATE]) {
      clock.advance(wait)
      await world.run({ told })
    }
    expect(events(told)).toEqual(inOrder(survivor, loser))
    expect(world.waiting('merge')).toEqual([])
    expect(settled()).toEqual([true])
  })
})
