import * as v from 'valibot'
import type { WorldApp } from '../definition.ts'
import type { ApiDoor, WeChatParts } from '../door.ts'
import { REFUSALS } from '../errors.ts'
import type { Push } from '../push/index.ts'
import type { Tokens } from '../token/index.ts'
import { officialAccountOf } from './account.ts'
import { LIST_REFUSALS } from './errors.ts'
import { FOLLOWER_LIMITS } from './limits.ts'
import type { Subscriptions } from './subscriptions.ts'
import { openSubscriptions } from './subscriptions.ts'

export interface Followers extends Subscriptions {
  readonly doors: readonly ApiDoor[]
  /**
   * Leaves the unionid out of every n-th item of batchget, which happens (public report
   * 000e22bb118c78821d1e2fe2857800, 2022-06); undefined for of none.
   */
  readonly hideUnionids: (everyNth: number | undefined) => void
}

const BatchSchema = v.looseObject({
  user_list: v.array(v.looseObject({ openid: v.string(), lang: v.optional(v.string()) })),
})

/** Official accounts and those who follow them. */
export const createFollowers = (parts: WeChatParts, tokens: Tokens, push: Push): Followers => {
  const { world } = parts
  const subscriptions = openSubscriptions(parts, push)
  let hiddenEvery: number | undefined

  const infoOf = (app: WorldApp, openid: string, language = 'zh_CN') => {
    const owner = world.whoIs(app.appid, openid)
    if (owner === undefined) throw REFUSALS.invalidOpenid()
    const found = subscriptions.of(owner.person.id, app)
    // Of somebody who does not follow nothing else is known, the unionid neither (the page says so, 2026-11).
    if (found === undefined) return { subscribe: 0, openid }
    const unionid = world.unionid(app, owner.person.id)
    const { since, scene, qrScene } = found
    return {
      subscribe: 1,
      openid,
      language,
      subscribe_time: Math.floor(since / 1_000),
      ...(unionid !== undefined && { unionid }),
      remark: '',
      groupid: 0,
      tagid_list: [],
      subscribe_scene: scene,
      qr_scene: typeof qrScene === 'number' ? qrScene : 0,
      qr_scene_str: typeof qrScene === 'string' ? qrScene : '',
    }
  }

  const info: ApiDoor = {
    method: 'GET',
    path: '/cgi-bin/user/info',
    answer: ({ query }) => {
      const app = officialAccountOf(world, tokens, query['access_token'])
      const { openid = '', lang } = query
      if (openid === '') throw REFUSALS.missingOpenid()
      return infoOf(app, openid, lang)
    },
  }

  const batch: ApiDoor = {
    method: 'POST',
    path: '/cgi-bin/user/info/batchget',
    answer: ({ query, body }) => {
      const app = officialAccountOf(world, tokens, query['access_token'])
      if (body === undefined) throw REFUSALS.emptyBody()
      const parsed = v.safeParse(BatchSchema, body)
      if (!parsed.success) throw LIST_REFUSALS.invalidList()
      const { user_list: wanted } = parsed.output
      if (wanted.length === 0 || wanted.length > FOLLOWER_LIMITS.BATCH) throw LIST_REFUSALS.invalidListSize()
      return {
        user_info_list: wanted.map(({ openid, lang }, position) => {
          const { unionid, ...rest } = { unionid: undefined, ...infoOf(app, openid, lang) }
          const hidden = hiddenEvery !== undefined && (position + 1) % hiddenEvery === 0
          return unionid === undefined || hidden ? rest : { ...rest, unionid }
        }),
      }
    },
  }

  const list: ApiDoor = {
    method: 'GET',
    path: '/cgi-bin/user/get',
    answer: ({ query }) => {
      const app = officialAccountOf(world, tokens, query['access_token'])
      const followers = subscriptions.list(app)
      const { next_openid: after = '' } = query
      const last = after === '' ? undefined : world.whoIs(app.appid, after)?.person.id
      const position = last === undefined ? -1 : followers.findIndex(({ personId }) => personId === last)
      // Assumption: who is no follower, or not any more, is no place to go on from.
      if (after !== '' && position === -1) throw REFUSALS.invalidOpenid()
      const page = followers
        .slice(position + 1, position + 1 + FOLLOWER_LIMITS.PAGE)
        .map(({ personId }) => world.openid(app, personId))
      return {
        total: followers.length,
        count: page.length,
        ...(page.length > 0 && { data: { openid: page } }),
        next_openid: page.at(-1) ?? '',
      }
    },
  }

  return {
    ...subscriptions,
    doors: [info, batch, list],
    hideUnionids: (everyNth) => {
      hiddenEvery = everyNth
    },
  }
}
