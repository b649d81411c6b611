import { describe, expect, it } from 'vitest'
import { secureRandom } from '../../cloudfunctions/common/runtime/cloud.ts'
import { findMark, useOnce } from '../../cloudfunctions/common/store/ephemeral.ts'
import { insertUsers, newUserId } from '../../cloudfunctions/common/store/users.ts'
import type { Gate } from '../interleaving.ts'
import { cutAt } from '../interleaving.ts'
import { LATE, MINUTE, unionidOf, useJobsWorld } from './jobsWorld.ts'

const { clock, ports, documents, change, add, run, login, waiting } = useJobsWorld()

describe('the sweep', () => {
  const users = () => documents('users').map(({ _id }) => _id)

  it('removes users without identities, but none younger than twice the longest call; every 10 minutes', async () => {
    const { db } = ports()
    const [orphan, younger] = [newUserId(secureRandom), newUserId(secureRandom)]
    await insertUsers(db, [{ userId: orphan, union: undefined }], clock.now())
    await insertUsers(db, [{ userId: younger, union: undefined }], clock.now() + 1)
    const { userId } = await login('alice', 'lab')
    clock.advance(LATE)
    await run()
    expect(users()).toEqual([younger, userId])
    clock.advance(10 * MINUTE - 1)
    await run()
    expect(users()).toEqual([younger, userId])
    clock.advance(1)
    await run()
    expect(users()).toEqual([userId])
  })

  it('removes a user that has claimed a union and lost the race for it', async () => {
    const winner: string[] = []
    const gate: Gate = async (request) => {
      const reply = await request()
      if (winner.length === 0) winner.push((await login('alice', 'club')).userId)
      return reply
    }
    expect(await login('alice', 'shop', 'own', gate)).toMatchObject({ userId: winner[0], isNew: false })
    const claim = { platform: 'main', epoch: 0, unionid: unionidOf('alice') }
    expect(documents('users')).toMatchObject([
      { _id: winner[0], unions: [claim] },
      { version: 1, unions: [claim] },
    ])
    clock.advance(LATE)
    await run()
    expect(documents('users')).toMatchObject([{ _id: winner[0], unions: [claim] }])
    expect((await login('alice', 'shop')).userId).toBe(winner[0])
  })

  it.each(['never sent', 'reply lost'] as const)(
    'leaves alone a user whose claim was cut off, the next request %s: its next login goes on',
    async (fate) => {
      const { userId } = await login('alice', 'shop', 'none')
      await expect(login('alice', 'shop', 'own', cutAt(2, fate))).rejects.toThrow()
      expect(documents('users')).toMatchObject([{ version: 2, unions: [{ unionid: unionidOf('alice') }] }])
      clock.advance(LATE)
      await run()
      expect((await login('alice', 'shop')).userId).toBe(userId)
      expect((await login('alice', 'club')).userId).toBe(userId)
      expect(documents('users')).toMatchObject([{ version: 2 }])
    },
  )

  it('looks past a user that it cannot read', async () => {
    const { db } = ports()
    await add('users', [{ _id: 'made by hand', createdAt: clock.now() }])
    await insertUsers(db, [{ userId: newUserId(secureRandom), union: undefined }], clock.now())
    clock.advance(LATE)
    expect(await run()).toMatchObject({ failed: 0 })
    expect(users()).toEqual(['made by hand'])
  })

  it('leaves alone whoever was merged, split or deleted, or has a key of any kind', async () => {
    const { db } = ports()
    const four = Array.from({ length: 4 }, () => newUserId(secureRandom))
    for (const userId of four) await insertUsers(db, [{ userId: userId, union: undefined }], clock.now())
    const [deleted, merged, split, known] = four
    await change('users', { _id: deleted }, { status: 'deleted' })
    await change('users', { _id: merged }, { status: 'merged', mergedInto: known, version: 2 })
    await change('users', { _id: split }, { version: 3 })
    await login('alice', 'shop')
    await change('identities', { kind: 'union' }, { userId: known })
    clock.advance(LATE)
    await run()
    expect(documents('users')).toHaveLength(5)
  })

  it('leaves alone whoever has a key, even beside somebody with more keys than a reply holds', async () => {
    const { userId } = await login('alice', 'lab')
    const [document = {}] = documents('identities')
    const many = Array.from({ length: 1_000 }, (_, n) => ({ ...document, _id: `wx-${n}`, announce: false }))
    await add('identities', many)
    const other = await login('bob', 'lab')
    clock.advance(LATE)
    await run()
    expect(users()).toEqual([userId, other.userId])
  })

  it('looks at more users than one batch holds, and at each of them once', async () => {
    // A hundred and thirty of one millisecond: more than a batch.
    const at = clock.now()
    const created = Array.from({ length: 130 }, (_, n) => (n < 20 ? at - 20 + n : at))
    const orphans = created.map((createdAt) => ({
      _id: newUserId(secureRandom),
      status: 'active',
      createdAt,
      version: 1,
      unions: [],
    }))
    await add('users', orphans)
    clock.advance(LATE)
    await run()
    expect(documents('users')).toEqual([])
    expect(waiting('sweep')).toMatchObject([{ usersUntil: at }])
  })

  it('removes marks that have expired', async () => {
    const { db } = ports()
    const now = clock.now()
    await useOnce(db, 'open-data', 'old', now)
    await useOnce(db, 'open-data', 'new', now + 1)
    await run()
    expect(await findMark(db, 'open-data', 'old')).toBeUndefined()
    expect(await findMark(db, 'open-data', 'new')).toMatchObject({ expires: now + 1 })
  })
})
