import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Gate, Step } from '../interleaving.ts'
import { gateOf, justBefore } from '../interleaving.ts'
import { cutEverywhere, otherEnds } from './cutting.ts'
import type { Told } from './followersWorld.ts'
import { useFollowersWorld } from './followersWorld.ts'

/** Followers whose messages are worked on while something else happens, and by instances that are killed. */

const world = useFollowersWorld()
const { run, tell, follow, unfollow, identity, union, user, signIn, signInWithout } = world

const comes = async (person: string): Promise<void> => {
  follow(person)
  await tell(person, 'subscribe')
  await run()
}
const leaves = async (person: string): Promise<void> => {
  unfollow(person)
  await tell(person, 'unsubscribe')
}

/** The lease of a job that was cut off ends, and late passes come. */
const later = async (told: Told[] = []): Promise<void> => {
  for (let late = 0; late < 2; late++) {
    world.advance('3m')
    await run({ told })
  }
}

/** Cuts a run off at each of its requests, of the database and of WeChat, and looks at what it comes to. */
const endsOf = async (prepare: () => Promise<void>, end: (told: readonly Told[]) => unknown) => {
  let told: Told[] = []
  const ends = await cutEverywhere(
    async () => {
      told = []
      await world.clear()
      await prepare()
    },
    (gate) => run({ gate, told }),
    async () => {
      await later(told)
      return end(told)
    },
  )
  expect(otherEnds(ends)).toEqual([])
  return ends
}

/** Of accounts that somebody can sign in to, or could: one that lost the race for its keys is swept later. */
const statuses = () => {
  const owners = new Set(world.documents('identities').map(({ userId }) => userId))
  return world
    .documents('users')
    .filter(({ _id, status }) => status !== 'active' || owners.has(_id))
    .map(({ status }) => status)
}
const deadOrAlive = () => world.jobs('push').map(({ state }) => state)

describe('killed at any request', () => {
  it('the message of a subscribe comes to the same end', async () => {
    const { whole, requests } = await endsOf(
      async () => {
        await signIn('alice', 'shop')
        await run()
        follow('alice')
        await tell('alice', 'subscribe')
      },
      () => [identity('news', 'alice')?.['route'], statuses(), deadOrAlive()],
    )
    expect(whole).toEqual(['follower', ['active'], ['finished']])
    expect(requests).toBeGreaterThan(15)
  }, 60_000)

  it('the message of an unsubscribe, where the account goes on', async () => {
    const { whole } = await endsOf(
      async () => {
        await signIn('alice', 'shop')
        await comes('alice')
        await leaves('alice')
      },
      () => [
        identity('news', 'alice'),
        union('alice') !== undefined,
        statuses(),
        world.lines('follower.forgotten').length,
      ],
    )
    expect(whole).toEqual([undefined, true, ['active'], 1])
  }, 60_000)

  it('the message of an unsubscribe, where the account goes too', async () => {
    const { whole } = await endsOf(
      async () => {
        await comes('alice')
        await leaves('alice')
      },
      (told) => [
        world.documents('identities'),
        statuses(),
        new Set(told.filter(({ type }) => type === 'user.deleted').map(({ userId }) => userId)).size,
        ['account.delete', 'user.deleted'].map((what) => world.lines(what).length),
      ],
    )
    expect(whole).toEqual([[], ['deleted'], 1, [1, 1]])
  }, 60_000)
})

describe('request by request, in any order', () => {
  const inAnyOrder = async (
    prepare: () => Promise<void>,
    beside: (gate: Gate) => Promise<unknown>,
    check: () => Promise<void>,
    numRuns = 20,
  ) => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), async (scheduler) => {
        await world.clear()
        await prepare()
        const both = Promise.all([run({ gate: gateOf(scheduler) }), beside(gateOf(scheduler))])
        await scheduler.waitFor(both)
        await later()
        await check()
      }),
      { numRuns },
    )
  }

  it('an unsubscribe beside the merge of the follower with an account', async () => {
    await inAnyOrder(
      async () => {
        await signInWithout('alice', 'shop')
        world.advance('1m')
        await comes('alice')
        await leaves('alice')
      },
      (gate) => signIn('alice', 'shop', 'wx-context', gate),
      async () => {
        expect(identity('news', 'alice')).toBeUndefined()
        const userId = await signIn('alice', 'shop')
        expect(user(userId)).toMatchObject({ status: 'active' })
        expect(union('alice')).toMatchObject({ userId })
        expect(statuses().filter((status) => status === 'active')).toHaveLength(1)
        expect(user(userId)).not.toHaveProperty('deletion')
      },
    )
  }, 60_000)

  it('a subscribe beside the first sign-ins of the same person make one account', async () => {
    await inAnyOrder(
      async () => {
        follow('alice')
        await tell('alice', 'subscribe')
      },
      (gate) =>
        Promise.all([
          signIn('alice', 'shop', 'wx-context', gate),
          signIn('alice', 'news', 'oauth-official-account', gate),
        ]),
      async () => {
        const userId = await signIn('alice', 'shop')
        expect(identity('news', 'alice')).toMatchObject({ userId, route: 'oauth-official-account' })
        expect(statuses()).toEqual(['active'])
      },
    )
  }, 60_000)

  it('a subscribe twice by two instances', async () => {
    await inAnyOrder(
      async () => {
        follow('alice')
        await tell('alice', 'subscribe')
        await tell('alice', 'subscribe')
      },
      (gate) => run({ gate }),
      async () => {
        expect(statuses()).toEqual(['active'])
        expect(deadOrAlive()).toEqual(['finished', 'finished'])
      },
      10,
    )
  }, 60_000)

  it('a subscribe again while the unsubscribe before it is worked on', async () => {
    await inAnyOrder(
      async () => {
        await comes('alice')
        await leaves('alice')
      },
      async (gate) => {
        await gate(async () => {
          follow('alice')
          await tell('alice', 'subscribe')
        })
        await run({ gate })
      },
      async () => {
        const followed = identity('news', 'alice')
        expect(followed).toMatchObject({ route: 'follower' })
        expect(user(String(followed?.['userId']))).toMatchObject({ status: 'active' })
      },
    )
  }, 60_000)
})

describe('something happens between the answer of WeChat and what is written on the strength of it', () => {
  const beginsTransaction = (asked: readonly Step[]): boolean => asked.at(-1)?.method === 'startTransaction'
  const addsJob = (asked: readonly Step[]): boolean =>
    asked.at(-1)?.method === 'add' && asked.some(({ args }) => args[0] === 'jobs')

  // Neither the transaction of an unlink nor the erasure looks at the route of the identity again.
  it('who signs in for the first time just then keeps the identity', async () => {
    await signIn('alice', 'shop')
    await comes('alice')
    await leaves('alice')
    await run({
      gate: justBefore(beginsTransaction, () => signIn('alice', 'news', 'oauth-official-account')),
    })
    await later()
    expect(identity('news', 'alice')).toMatchObject({ route: 'oauth-official-account' })
  })

  it('who signs in for the first time just then keeps the account', async () => {
    await comes('alice')
    await leaves('alice')
    await run({ gate: justBefore(addsJob, () => signIn('alice', 'news', 'oauth-official-account')) })
    await later()
    expect(identity('news', 'alice')).toMatchObject({ route: 'oauth-official-account' })
  })

  it('who follows again just then, and was seen by another instance, is a follower', async () => {
    await comes('alice')
    await leaves('alice')
    const again = async () => {
      world.advance(1_000)
      await comes('alice')
    }
    await run({ gate: justBefore(addsJob, again) })
    await later()
    expect(identity('news', 'alice')).toMatchObject({ route: 'follower' })
  })
})
