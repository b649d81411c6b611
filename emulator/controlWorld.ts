import * as v from 'valibot'
import type { ControlRoute } from './controlRoute.ts'
import { get, post } from './controlRoute.ts'
import type { Faults } from './faults.ts'
import { FaultPlanSchema } from './faults.ts'
import { AppSchema, PersonSchema, PolicySchema } from './wechat/definition.ts'
import { openidOf } from './wechat/ids.ts'
import type { SimulatedWeChat } from './wechat/index.ts'
import type { World } from './wechat/world.ts'

const name = v.pipe(v.string(), v.minLength(1))

const BindingSchema = v.strictObject({
  app: name,
  /** null: bound to none. */
  openPlatform: v.nullable(name),
})
const FollowSchema = v.strictObject({ person: name, app: name, following: v.optional(v.boolean(), true) })
const SignInSchema = v.strictObject({ person: name, app: name })
const PaymentSchema = v.strictObject({
  person: name,
  app: name,
  /** In fen. */
  amount: v.pipe(v.number(), v.integer(), v.minValue(1)),
  /** Function that is told; the callback is lost without one. */
  function: v.optional(name, 'payCallback'),
})

export interface WorldParts {
  readonly world: World
  readonly weChat: SimulatedWeChat
  readonly faults: Faults
}

/** The ids of one person in every app, and whether WeChat gives the unionid without asking. */
const idsOf = (world: World, personId: string) => {
  const { id, name: called, phone } = world.person(personId)
  return {
    id,
    name: called,
    ...(phone !== undefined && { phone }),
    apps: world.apps.map((app) => ({
      appid: app.appid,
      alias: app.alias,
      kind: app.kind,
      openid: openidOf(app.appid, id),
      unionid: world.unionid(app, id) ?? null,
      givenSilently: app.kind === 'mini-program' && world.givesUnionid(app, id),
      follows: app.kind === 'official-account' && world.follows(id, app.appid),
    })),
  }
}

/** Buys something from the first merchant, and pays at once. */
const pay = ({ world, weChat }: WorldParts, wanted: v.InferOutput<typeof PaymentSchema>) => {
  const app = world.app(wanted.app)
  const payer = { appid: app.appid, personId: world.person(wanted.person).id }
  return weChat.pay.confirm(payer, weChat.pay.order(payer, wanted.amount, wanted.function))
}

/** What can be asked of the world, and done in it. */
export const worldRoutes = (parts: WorldParts): readonly ControlRoute[] => {
  const { world, weChat, faults } = parts
  const { change } = world
  return [
    // The fields that tools may count on; an AppSecret is none of them.
    get('/apps', 'All apps', () =>
      world.apps.map(({ appid, alias, kind, openPlatformId }) => ({ appid, alias, kind, openPlatformId })),
    ),
    get('/people', 'All people', () => world.people.map(({ id, name: called }) => ({ id, name: called }))),
    get('/people/:person', 'The ids of one person in every app', ({ person }) => idsOf(world, person ?? '')),
    post('/people', 'Adds somebody, or changes them', PersonSchema, (person) => {
      change.addPerson(person)
      return idsOf(world, person.id)
    }),
    post('/apps', 'Adds an app, or changes it', AppSchema, (app) => change.addApp(app)),
    post(
      '/bindings',
      'Binds an app to an open platform account, or to none',
      BindingSchema,
      ({ app, openPlatform }) => {
        const { appid, alias, openPlatformId } = change.bind(app, openPlatform)
        return { appid, alias, openPlatformId }
      },
    ),
    post(
      '/follows',
      'Somebody follows an official account, or no longer',
      FollowSchema,
      ({ person, app, following }) =>
        following ? weChat.followers.follow(person, app) : weChat.followers.unfollow(person, app),
    ),
    post(
      '/sign-ins',
      'Somebody has signed in to a website, an app or a page',
      SignInSchema,
      ({ person, app }) => change.signIn(person, app),
    ),
    get('/policy', 'Which rules decide about unionids', () => ({ policy: world.policy })),
    post('/policy', 'Changes the rules', v.strictObject({ policy: PolicySchema }), ({ policy }) => {
      change.setPolicy(policy)
      return { policy }
    }),
    get('/payments', 'All orders', () => weChat.pay.orders()),
    post('/payments', 'Somebody buys something and pays', PaymentSchema, (wanted) => pay(parts, wanted)),
    get('/faults', 'What goes wrong at present', () => faults.plan()),
    post('/faults', 'Replaces what goes wrong', FaultPlanSchema, (plan) => {
      faults.set(plan)
      return faults.plan()
    }),
  ]
}
