import * as v from 'valibot'
import type { WorldApp } from '../definition.ts'
import type { WeChatParts } from '../door.ts'
import { followEvent } from '../push/events.ts'
import type { Push } from '../push/index.ts'

/** How somebody came to follow, as `subscribe_scene` names it (user/info page, 2026-11). */
const SCENES = [
  'ADD_SCENE_SEARCH',
  'ADD_SCENE_ACCOUNT_MIGRATION',
  'ADD_SCENE_PROFILE_CARD',
  'ADD_SCENE_QR_CODE',
  'ADD_SCENE_PROFILE_LINK',
  'ADD_SCENE_PROFILE_ITEM',
  'ADD_SCENE_PAID',
  'ADD_SCENE_WECHAT_ADVERTISEMENT',
  'ADD_SCENE_REPRINT',
  'ADD_SCENE_LIVESTREAM',
  'ADD_SCENE_CHANNELS',
  'ADD_SCENE_OTHERS',
] as const
export type SubscribeScene = (typeof SCENES)[number]

const SubscriptionSchema = v.object({
  personId: v.string(),
  appid: v.string(),
  /** Milliseconds since 1970. */
  since: v.number(),
  scene: v.picklist(SCENES),
  /** Of the parametric QR code, if one was scanned: the number or the text it was made with. */
  qrScene: v.optional(v.union([v.number(), v.string()])),
})
export type Subscription = v.InferOutput<typeof SubscriptionSchema>

export interface Subscriptions {
  /** Somebody begins to follow; WeChat tells the account. Nothing happens to somebody who follows already. */
  readonly follow: (personId: string, app: string, scene?: SubscribeScene) => void
  readonly unfollow: (personId: string, app: string) => void
  /** Somebody scans a parametric QR code of the account: begins to follow, or is only heard of. */
  readonly scan: (personId: string, app: string, scene: string | number) => void
  /** A migration has made somebody a follower, without an event. Assumption: none is documented. */
  readonly migrate: (personId: string, from: WorldApp, to: WorldApp) => void
  /** How somebody follows; undefined if they do not. */
  readonly of: (personId: string, app: WorldApp) => Subscription | undefined
  /** Followers in the order in which they came. */
  readonly list: (app: WorldApp) => readonly Subscription[]
}

/** Assumption: who follows in the world file has done so since then. */
const FROM_THE_BEGINNING = Date.UTC(2021, 0, 1)

/** Who follows which official account is the world's; since when and how is kept here. */
export const openSubscriptions = (parts: WeChatParts, push: Push): Subscriptions => {
  const { world, tables, now, random } = parts
  const table = tables.open('subscriptions', SubscriptionSchema)
  const keyOf = (personId: string, appid: string): string => `${appid} ${personId}`

  const noted = (personId: string, appid: string): Subscription =>
    table.get(keyOf(personId, appid)) ?? {
      personId,
      appid,
      since: FROM_THE_BEGINNING,
      scene: 'ADD_SCENE_OTHERS',
    }
  const of: Subscriptions['of'] = (personId, { appid }) =>
    world.follows(personId, appid) ? noted(personId, appid) : undefined

  /** By the list that they were made from: it is another when somebody has begun or ended to follow. */
  const sorted = new WeakMap<readonly string[], readonly Subscription[]>()
  const list: Subscriptions['list'] = (app) => {
    const followers = world.followers(app)
    const known = sorted.get(followers)
    if (known !== undefined) return known
    const made = followers
      .map((personId) => noted(personId, app.appid))
      .sort((one, other) => one.since - other.since)
    sorted.set(followers, made)
    return made
  }

  const begin = (subscription: Omit<Subscription, 'since'>): void => {
    const { personId, appid } = subscription
    world.change.follow(personId, appid)
    table.put(keyOf(personId, appid), { ...subscription, since: now() })
  }
  const end = (personId: string, appid: string): void => {
    world.change.unfollow(personId, appid)
    table.remove(keyOf(personId, appid))
  }

  return {
    follow: (personId, name, scene = 'ADD_SCENE_SEARCH') => {
      const app = world.app(name)
      if (of(personId, app) !== undefined) return
      begin({ personId, appid: app.appid, scene })
      push.send(app, followEvent(app, personId, now(), 'subscribe'))
    },
    unfollow: (personId, name) => {
      const app = world.app(name)
      if (of(personId, app) === undefined) return
      end(personId, app.appid)
      push.send(app, followEvent(app, personId, now(), 'unsubscribe'))
    },
    scan: (personId, name, qrScene) => {
      const app = world.app(name)
      const follows = of(personId, app) !== undefined
      if (!follows) begin({ personId, appid: app.appid, scene: 'ADD_SCENE_QR_CODE', qrScene })
      const code = { scene: qrScene, ticket: `LOCAL_${random(32)}` }
      push.send(app, followEvent(app, personId, now(), follows ? 'SCAN' : 'subscribe', code))
    },
    migrate: (personId, from, to) => {
      end(personId, from.appid)
      if (of(personId, to) === undefined) {
        begin({ personId, appid: to.appid, scene: 'ADD_SCENE_ACCOUNT_MIGRATION' })
      }
    },
    of,
    list,
  }
}
