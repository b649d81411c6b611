import { describe, expect, it } from 'vitest'
import { secureRandom } from '../../cloudfunctions/common/runtime/cloud.ts'
import { insertUsers, newUserId } from '../../cloudfunctions/common/store/users.ts'
import type { Gate } from '../interleaving.ts'
import type { Delivery } from './jobsWorld.ts'
import { openidOf, typesAndUsers, unionidOf, useJobsWorld } from './jobsWorld.ts'

const { clock, ports, documents, change, add, clear, run, toldBy, login, mergedAccounts, lines, waiting } =
  useJobsWorld()

describe('what logins wrote is announced', () => {
  it('once: an event for every function that wants to know, and a line in the audit', async () => {
    const { userId } = await login('alice', 'shop')
    const told = await toldBy({ notify: ['orders', 'mail'] })
    const event = {
      type: 'identity.attached',
      id: expect.stringMatching(/^ev-[\w-]{32}$/),
      at: clock.now(),
      userId,
      identity: expect.stringMatching(/^wx-[\w-]{32}$/),
      app: 'shop',
      unionid: 'known',
    }
    expect(told).toEqual([
      { to: 'orders', event },
      { to: 'mail', event },
    ])
    expect(lines('identity.attached')).toEqual([
      {
        _id: expect.stringMatching(/^au-/),
        kind: 'event',
        what: 'identity.attached',
        at: clock.now(),
        actor: expect.stringMatching(/^p-/),
        subjects: [expect.stringMatching(/^p-/), expect.stringMatching(/^p-/)],
        route: 'wx-context',
        app: 'shop',
      },
    ])
    expect(lines('union.attached')).toHaveLength(1)
    expect(documents('identities').map(({ announce }) => announce)).toEqual([false, false])
    const before = documents('audit')
    expect(await toldBy()).toEqual([])
    expect(documents('audit')).toEqual(before)
  })

  it('anew when the identity proves its union later', async () => {
    const { userId } = await login('alice', 'shop', 'none')
    const first = await toldBy()
    await login('alice', 'shop')
    const second = await toldBy()
    expect([...first, ...second].map(({ event }) => [event.userId, event['unionid']])).toEqual([
      [userId, 'missing'],
      [userId, 'known'],
    ])
    expect(first[0]?.event.id).not.toBe(second[0]?.event.id)
  })

  it('even when it proves it while it is being announced, at any request', async () => {
    let requests = 1
    for (let interrupted = 0; interrupted < requests; interrupted++) {
      await clear()
      await login('alice', 'shop', 'none')
      const told: Delivery[] = []
      let sent = 0
      const gate: Gate = async (request) => {
        const reply = await request()
        if (sent++ === interrupted) await login('alice', 'shop')
        return reply
      }
      await run({ told, gate })
      await run({ told })
      requests = sent
      expect(told.at(-1)?.event).toMatchObject({ unionid: 'known' })
      expect(documents('identities').map(({ announce }) => announce)).toEqual([false, false])
      expect(lines('union.attached')).toHaveLength(1)
    }
    expect(requests).toBeGreaterThan(10)
  })

  it('a merge after the identities that led to it, with the job that finishes it', async () => {
    const { survivor, loser, merge } = await mergedAccounts('alice')
    const before = await toldBy()
    await merge()
    const told = [...before, ...(await toldBy())]
    expect(typesAndUsers(told)).toEqual([
      ['identity.attached', survivor],
      ['identity.attached', loser],
      ['identity.attached', survivor],
      ['user.merged', survivor],
    ])
    expect(told.at(-1)?.event).toMatchObject({ loser, mergeId: documents('merges')[0]?.['_id'] })
    expect(lines('user.merged')).toMatchObject([{ actor: 'system', route: 'wx-context' }])
    expect(waiting('merge')).toMatchObject([{ cursor: { pass: 'late' }, users: [survivor, loser] }])
  })

  it('never about a tombstone: the event names who the user has become', async () => {
    const { survivor, loser, merge } = await mergedAccounts('alice')
    await merge()
    await run()
    // A login that was late: its identity still names the loser.
    await login('bob', 'lab')
    await change('identities', { openid: openidOf('bob', 'lab') }, { userId: loser })
    expect(typesAndUsers(await toldBy())).toEqual([['identity.attached', survivor]])
  })

  it('nothing about a deleted user, nor about one who had become it', async () => {
    const { survivor, merge } = await mergedAccounts('alice')
    await merge()
    await change('users', { _id: survivor }, { status: 'deleted' })
    expect(await toldBy()).toEqual([])
    expect(documents('identities').filter(({ announce }) => announce !== false)).toEqual([])
    expect(waiting('merge')).toEqual([])
    expect(lines('identity.attached')).toEqual([])
  })

  it('anew when an identity comes back after it was unlinked', async () => {
    await login('alice', 'lab')
    const first = await toldBy()
    await ports().db.collection('identities').where({ kind: 'identity' }).remove()
    clock.advance(1)
    const { userId } = await login('alice', 'lab')
    const second = await toldBy()
    expect(typesAndUsers(second)).toEqual([['identity.attached', userId]])
    expect(second[0]?.event.id).not.toBe(first[0]?.event.id)
  })

  it('a merge that was split before anybody heard of it, because its split will be told; nothing is moved', async () => {
    const { survivor, merge } = await mergedAccounts('alice')
    await merge()
    await change('merges', { state: 'open' }, { state: 'split' })
    expect(typesAndUsers(await toldBy()).at(-1)).toEqual(['user.merged', survivor])
    expect(lines('user.merged')).toHaveLength(1)
    expect(waiting('merge')).toEqual([])
  })

  it('even if one document is not readable', async () => {
    await login('alice', 'lab')
    await login('bob', 'lab')
    await change('identities', { openid: openidOf('alice', 'lab') }, { route: 'by hand' })
    expect(await toldBy()).toHaveLength(1)
    expect(waiting('announce')).toMatchObject([{ state: 'waiting', lastError: 'DATA_UNREADABLE' }])
  })

  it('merges in the order in which they can have happened, whatever the clocks of two calls said', async () => {
    const { merge, survivor } = await mergedAccounts('alice')
    await merge()
    const [document] = documents('merges')
    const [older, oldest] = [newUserId(secureRandom), newUserId(secureRandom)]
    const [later, earlier] = [`mg-${'a'.repeat(32)}`, `mg-${'b'.repeat(32)}`]
    await insertUsers(ports().db, [{ userId: oldest, union: undefined }], 1)
    await add('merges', [
      { ...document, _id: later, survivor: oldest, loser: survivor, at: 2 },
      { ...document, _id: earlier, survivor, loser: older, at: 3 },
    ])
    await change('users', { _id: survivor }, { status: 'merged', mergedInto: oldest, mergeId: later })
    const told = (await toldBy()).filter(({ event }) => event.type === 'user.merged')
    expect(told.map(({ event }) => event.userId)).toEqual([survivor, survivor, oldest])
  })

  it('more of them than one batch holds', async () => {
    await login('alice', 'lab')
    const [document = {}] = documents('identities')
    const many = Array.from({ length: 230 }, (_, n) => ({
      ...document,
      _id: `wx-${String(n).padStart(32, '0')}`,
    }))
    await add('identities', many)
    expect(new Set((await toldBy()).map(({ event }) => event.id)).size).toBe(231)
  })

  it('A36: no openid and no unionid in the audit, in jobs or in what functions are told', async () => {
    const { merge } = await mergedAccounts('alice')
    await merge()
    await login('alice', 'shop', 'bob')
    const told = await toldBy({ fails: ({ event }) => event.type === 'user.merged' })
    const kept = JSON.stringify([documents('audit'), documents('jobs'), documents('ephemeral'), told])
    expect(kept).toContain('user.merged')
    for (const id of [openidOf('alice', 'shop'), openidOf('alice', 'club')]) expect(kept).not.toContain(id)
    for (const person of ['alice', 'bob']) expect(kept).not.toContain(unionidOf(person))
    expect(waiting('notify').map(({ lastError }) => lastError)).toEqual([
      'errCode: -504002 orders threw about [id]',
    ])
    // Who reads the audit alone learns no user either.
    const users = documents('users').map(({ _id }) => String(_id))
    for (const userId of users) expect(JSON.stringify(documents('audit'))).not.toContain(userId)
  })
})
