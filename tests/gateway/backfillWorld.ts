import * as v from 'valibot'
import { backfillState, startBackfill } from '../../cloudfunctions/common/flows/import/longWork.ts'
import { secret } from '../storeWorld.ts'
import type { Asked } from './followersWorld.ts'
import { openidIn, useFollowersWorld } from './followersWorld.ts'
import { config } from './officialAccounts.ts'

/** An account with many followers, and what WeChat is asked about them (pages getFans and batchUserInfo, 2026-11). */

export const LIST = '/cgi-bin/user/get'
export const BATCH = '/cgi-bin/user/info/batchget'
export const ONE = '/cgi-bin/user/info'

export const MANY = 250
export const names = Array.from({ length: MANY }, (_, n) => `p${n}`)

/** How many people have come up to this one. */
const placeOf = (openid: string | undefined): number =>
  openid === undefined ? 0 : names.findIndex((name) => openidIn('news', name) === openid) + 1

const BodySchema = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({ user_list: v.array(v.object({ openid: v.string() })) }),
)

/** Something that happens before one of the calls of an API, counted from 0. */
export const beforeCall = (path: string, nth: number, happens: () => void) => {
  let calls = 0
  return async (one: Asked): Promise<void> => {
    if (one.path === path && calls++ === nth) happens()
  }
}

export const useBackfillWorld = () => {
  const world = useFollowersWorld({ people: names })
  const call = () => ({ ports: world.ports(), config, secret, now: world.now(), by: 'operator' })
  const peopleAsked = (): readonly (readonly number[])[] =>
    world
      .asked(BATCH)
      .map(({ body }) => v.parse(BodySchema, body).user_list.map(({ openid }) => placeOf(openid)))
  return {
    ...world,
    start: () => startBackfill(call(), 'news'),
    state: () => backfillState(call(), 'news'),
    /** The first so many of them begin to follow. */
    followersCome: (count: number): void => {
      for (const name of names.slice(0, count)) world.follow(name)
    },
    /** Behind how many people each page was asked for. */
    placesAsked: (): readonly number[] => world.asked(LIST).map(({ query }) => placeOf(query['next_openid'])),
    /** Who was in each batch, by place. */
    peopleAsked,
    batchSizes: (): readonly number[] => peopleAsked().map(({ length }) => length),
    ofNews: () =>
      names.flatMap((name) => {
        const identity = world.identity('news', name)
        return identity === undefined ? [] : [identity]
      }),
    /** The run has no time left after this call. */
    endsAfter: (path: string, nth: number) => beforeCall(path, nth, () => world.advance('41s')),
  }
}
