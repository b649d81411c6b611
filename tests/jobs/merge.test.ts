import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { signIn } from '../../cloudfunctions/common/flows/signIn.ts'
import type { Gate } from '../interleaving.ts'
import { config, DAY, LATE, NOTES, openidOf, useJobsWorld } from './jobsWorld.ts'

/** What a merge leaves to `jobs`: the rows of business functions, and whatever was still written for the loser. */

const world = useJobsWorld()
const { clock, ports, documents, change, add, login, mergedAccounts, mergeByHand, mergeOf, notes, user } =
  world
const run = (gate?: Gate) => world.run({ collections: [NOTES], ...(gate && { gate }) })

const journals = () => documents('merges').map(({ state }) => state)
const owners = () => new Set(documents('identities').map(({ userId }) => userId))

const UpdatedSchema = v.object({ stats: v.object({ updated: v.number() }) })

describe('the merge job', () => {
  it('makes the loser’s rows the survivor’s, a hundred at a time, and stamps them', async () => {
    const { survivor, loser, merge } = await mergedAccounts('alice')
    const texts = Array.from({ length: 250 }, (_, n) => `l${n}`)
    await add('notes', [...texts.map((text) => ({ userId: loser, text })), { userId: survivor, text: 's' }])
    await merge()
    const updated: number[] = []
    await run(async (request) => {
      const reply = await request()
      if (v.is(UpdatedSchema, reply)) updated.push(reply.stats.updated)
      return reply
    })
    const moved = texts.map((text) => [text, [survivor, mergeOf(loser)]])
    expect(notes()).toEqual({ ...Object.fromEntries(moved), s: [survivor, undefined] })
    expect(updated.filter((count) => count >= 50)).toEqual([100, 100, 50])
  })

  it('looks once more, and closes the journal then: what a slow call wrote for the loser comes too', async () => {
    const { survivor, loser, merge } = await mergedAccounts('alice')
    await merge()
    await run()
    expect(documents('merges')).toMatchObject([{ state: 'open', firstPassAt: clock.now() }])
    await login('alice', 'lab')
    await change('identities', { openid: openidOf('alice', 'lab') }, { userId: loser })
    await add('notes', [{ userId: loser, text: 'late' }])
    clock.advance(LATE - 1)
    await run()
    expect([journals(), notes()['late']]).toEqual([['open'], [loser, undefined]])
    clock.advance(1)
    await run()
    expect([journals(), notes()['late']]).toEqual([['closed'], [survivor, mergeOf(loser)]])
    expect(owners()).toEqual(new Set([survivor]))
    expect(documents('identities').filter(({ oneidMerge }) => oneidMerge === mergeOf(loser))).toHaveLength(2)
  })

  /** Three accounts of alice, oldest first, each with a row and an app. */
  const three = async () => {
    const last = (await login('alice', 'lab')).userId
    clock.advance(1)
    const middle = (await login('alice', 'shop', 'none')).userId
    clock.advance(1)
    const first = (await login('alice', 'club', 'none')).userId
    await add('notes', [
      { userId: first, text: 'first' },
      { userId: middle, text: 'middle' },
      { userId: last, text: 'last' },
    ])
    return { first, middle, last }
  }

  it('follows the survivor, when that has become another', async () => {
    const { first, middle, last } = await three()
    await mergeByHand(first, middle)
    await mergeByHand(middle, last)
    await run()
    expect(notes()).toEqual({
      first: [last, mergeOf(first)],
      middle: [last, mergeOf(middle)],
      last: [last, undefined],
    })
    expect(owners()).toEqual(new Set([last]))
  })

  it('follows the survivor even when the later merge is closed before the earlier one is looked at', async () => {
    const { first, middle, last } = await three()
    await mergeByHand(first, middle)
    await change('merges', { loser: first }, { announce: false })
    await mergeByHand(middle, last)
    await run()
    clock.advance(LATE)
    await run()
    expect(journals()).toEqual(['open', 'closed'])
    await change('identities', { openid: openidOf('alice', 'club') }, { userId: first })
    await change('merges', { loser: first }, { announce: true })
    await run()
    expect(notes()['first']).toEqual([last, mergeOf(first)])
    expect(owners()).toEqual(new Set([last]))
  })

  it('lets the tombstone forget profile and phone when the merge can no longer be undone', async () => {
    const { survivor, loser, merge } = await mergedAccounts('alice')
    const known = {
      profile: { nickname: 'A' },
      phone: { sealed: 's', hash: 'h', lastDigits: '5678', at: 1 },
    }
    for (const _id of [survivor, loser]) await change('users', { _id }, known)
    await merge()
    const mergedAt = clock.now()
    await run()
    clock.advance(LATE)
    await run()
    // A split may be asked for until then, and takes a call's time.
    clock.set(mergedAt + 90 * DAY + LATE - 1)
    await run()
    expect(user(loser)).toMatchObject(known)
    clock.advance(1)
    await run()
    expect(Object.keys(user(loser))).not.toContain('profile')
    expect(Object.keys(user(loser))).not.toContain('phone')
    expect(user(loser)).toMatchObject({ status: 'merged', mergedInto: survivor })
    expect(user(survivor)).toMatchObject(known)
    expect(world.waiting('merge')).toEqual([])
  })
})

describe('A32: evidence that was observed before a merge and arrives after it', () => {
  it('is the survivor’s, also where the identity still names the tombstone', async () => {
    const { survivor, loser, merge } = await mergedAccounts('alice')
    const [shop, club] = [world.evidenceOf('alice', 'shop'), world.evidenceOf('alice', 'club')]
    await merge()
    await run()
    clock.advance(LATE)
    await run()
    await change('identities', { openid: openidOf('alice', 'club') }, { userId: loser })
    for (const evidence of [club, shop])
      expect(await signIn(ports(), config, evidence)).toMatchObject({ userId: survivor, isNew: false })
    expect(owners()).toEqual(new Set([survivor]))
    expect(documents('users')).toHaveLength(2)
  })
})
