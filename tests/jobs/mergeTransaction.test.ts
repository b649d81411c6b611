import fc from 'fast-check'
import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import type { CloudDatabase } from '../../cloudfunctions/common/store/requests.ts'
import type { Gate } from '../interleaving.ts'
import { counting, gateOf } from '../interleaving.ts'
import { useJobsWorld } from './jobsWorld.ts'

/** A merge is there or it is not, whatever the platform answers to the requests of its transaction. */

const { clock, ports, documents, clear, run, login, mergeByHand, user } = useJobsWorld()

/** The older account, in shop, gets the unionid that the younger one, in club, has: 13 requests. */
const twoAccounts = async () => {
  const survivor = (await login('alice', 'shop', 'none')).userId
  clock.advance(1)
  const loser = (await login('alice', 'club')).userId
  clock.advance(1)
  return { survivor, loser, meet: (gate: Gate) => login('alice', 'shop', 'own', gate) }
}
type Accounts = Awaited<ReturnType<typeof twoAccounts>>

/** Requests of the transaction among the 13: the first is startTransaction, the last commitTransaction. */
const [BEGIN, COMMIT] = [1, 9]

const union = () => documents('identities').find(({ kind }) => kind === 'union') ?? {}
const seen = ({ survivor, loser }: Accounts) => ({
  loser: user(loser)['status'],
  version: user(survivor)['version'],
  unionOf: union()['userId'] === survivor ? 'survivor' : 'loser',
  journals: documents('merges').length,
})
const BEFORE = { loser: 'active', version: 1, unionOf: 'loser', journals: 0 }
const AFTER = { loser: 'merged', version: 2, unionOf: 'survivor', journals: 1 }

/** A gate that looks, after every request, whether the merge is there in full or not at all. */
const watched = (accounts: Accounts, gate: Gate): Gate => {
  return async (request) => {
    const reply = await gate(request)
    const now = seen(accounts)
    expect([BEFORE, AFTER]).toContainEqual(now)
    return reply
  }
}

describe('A48: a conflict', () => {
  const CONFLICTS = [
    // As the SDK throws it for a read or write inside (wx-server-sdk 4.0.2, seen).
    {
      errCode: -501001,
      errMsg:
        '[ResourceUnavailable.TransactionConflict] Transaction is conflict, maybe resource operated by others.',
    },
    { code: 'DATABASE_TRANSACTION_CONFLICT', message: 'transaction conflict' },
  ]

  it('answered to any request of the transaction leaves nothing half done, and the merge comes about', async () => {
    for (const conflict of CONFLICTS) {
      for (let at = BEGIN + 1; at <= COMMIT; at++) {
        await clear()
        const accounts = await twoAccounts()
        const sent = counting()
        const gate: Gate = (request) => sent(sent.sent() === at ? () => Promise.reject(conflict) : request)
        expect(await accounts.meet(watched(accounts, gate))).toMatchObject({ userId: accounts.survivor })
        expect(seen(accounts)).toEqual(AFTER)
        expect(sent.sent()).toBeGreaterThan(13)
      }
    }
  })

  /** Somebody else's transaction on one of the documents; one that comes too late loses. */
  const rival = async (db: CloudDatabase, collection: string, id: unknown): Promise<void> => {
    const opened = await db.startTransaction()
    try {
      await opened
        .collection(collection)
        .doc(String(id))
        .update({ data: { touched: true } })
      await opened.commit()
    } catch {}
  }

  it('with another transaction, at any moment and about any document, too', async () => {
    let again = 0
    for (const about of ['survivor', 'loser', 'union'] as const) {
      for (let at = BEGIN; at <= COMMIT; at++) {
        await clear()
        const accounts = await twoAccounts()
        const { db } = ports()
        const sent = counting()
        const gate: Gate = async (request) => {
          if (sent.sent() === at)
            await (about === 'union'
              ? rival(db, 'identities', union()['_id'])
              : rival(db, 'users', accounts[about]))
          return sent(request)
        }
        expect(await accounts.meet(watched(accounts, gate))).toMatchObject({ userId: accounts.survivor })
        expect(seen(accounts)).toEqual(AFTER)
        if (sent.sent() > 13) again += 1
      }
    }
    // Between the first read, which takes the snapshot, and its own write: 5, 4 and 3 requests.
    expect(again).toBe(12)
  })
})

describe('A49: a reply to startTransaction without an id', () => {
  const OpenedSchema = v.object({ _transaction: v.looseObject({ _id: v.string() }) })

  it('is refused: the SDK would write everything outside of any transaction', async () => {
    const accounts = await twoAccounts()
    const before = [documents('users'), documents('identities')]
    const sent = counting()
    const gate: Gate = async (request) => {
      const reply = await sent(request)
      // v.is hands on the SDK's own object.
      if (v.is(OpenedSchema, reply)) Reflect.set(reply._transaction, '_id', undefined)
      return reply
    }
    await expect(accounts.meet(gate)).rejects.toMatchObject({ code: 'DATABASE_UNAVAILABLE' })
    expect(sent.sent()).toBe(2)
    expect(seen(accounts)).toEqual(BEFORE)
    expect([documents('users'), documents('identities')]).toEqual(before)
  })
})

describe('A24: merges of the same accounts at once', () => {
  it('lead to one account, in no circle, and jobs bring everything there', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), async (scheduler) => {
        await clear()
        const users = []
        for (const app of ['shop', 'club', 'lab'] as const) {
          users.push((await login('alice', app, 'none')).userId)
          clock.advance(1)
        }
        const [a, b, c] = users
        if (a === undefined || b === undefined || c === undefined) throw new Error('three accounts')
        const pairs = [
          [c, b],
          [b, a],
          [a, c],
        ] as const
        await scheduler.waitFor(
          Promise.all(pairs.map(([one, other]) => mergeByHand(one, other, gateOf(scheduler)))),
        )
        // Of three pairs two merge; which, decides who was first.
        expect(documents('merges')).toHaveLength(2)
        expect(documents('users').map(({ status }) => status)).toEqual(['active', 'merged', 'merged'])
        await run()
        expect(new Set(documents('identities').map(({ userId }) => userId))).toEqual(new Set([a]))
        expect((await login('alice', 'lab')).userId).toBe(a)
      }),
      { numRuns: 20 },
    )
  })
})
