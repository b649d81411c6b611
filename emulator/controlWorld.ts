import * as v from 'valibot'
import type { ControlRoute } from './controlRoute.ts'
import { get, post } from './controlRoute.ts'
import type { Faults } from './faults.ts'
import { FaultPlanSchema } from './faults.ts'
import type { ResetWorld } from './resetWorld.ts'
import type { WorldClock } from './wechat/clock.ts'
import type { WorldApp } from './wechat/definition.ts'
import { AppSchema, PersonSchema, PolicySchema } from './wechat/definition.ts'
import { exportWorld } from './wechat/exportWorld.ts'
import { openidOf } from './wechat/ids.ts'
import type { SimulatedWeChat } from './wechat/index.ts'
import { INTEGRATION_PATH } from './wechat/pay/integration.ts'
import { tieable } from './wechat/tieable.ts'
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
  /** Function that is told, or its path at the HTTP access: `pay/unifiedOrderTrigger`. Nobody is told without one. */
  function: v.optional(name, 'payCallback'),
  /** Tells the function as the integration center does: by HTTP, at `/unifiedOrderTrigger`. */
  integration: v.optional(v.boolean(), false),
})
/** Misspelt fields would be passed over otherwise. */
const NewPersonSchema = v.strictObject(PersonSchema.entries)
const NewAppSchema = v.strictObject(AppSchema.entries)

const ResetSchema = v.strictObject({
  /** All documents go too; collections and indexes stay. */
  database: v.optional(v.boolean(), false),
})

export interface WorldParts {
  readonly world: World
  readonly weChat: SimulatedWeChat
  readonly faults: Faults
  readonly clock: WorldClock
  readonly reset: ResetWorld
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
  const { appid } = world.caller(wanted.person, wanted.app)
  const payer = { appid, personId: wanted.person }
  const told = wanted.integration ? `${wanted.function}${INTEGRATION_PATH}` : wanted.function
  return weChat.pay.confirm(payer, weChat.pay.order(payer, wanted.amount, told))
}

/** The fields that tools may count on; an AppSecret is none of them. */
const appFacts = ({ appid, alias, kind, openPlatformId }: WorldApp) => ({
  appid,
  alias,
  kind,
  openPlatformId,
})

/** What can be asked of the world, and done in it. */
export const worldRoutes = (parts: WorldParts): readonly ControlRoute[] => {
  const { world, weChat, faults, clock, reset } = parts
  const { change } = world
  return [
    // With the AppSecrets that the file has given: it would not be the same world without them.
    get('/world', 'The present world as a world file', () => exportWorld(world, faults.plan(), clock.read())),
    post('/reset', 'Goes back to the world that was started with', ResetSchema, reset),
    get('/apps', 'All apps', () => world.apps.map(appFacts)),
    get('/people', 'All people', () => world.people.map(({ id, name: called }) => ({ id, name: called }))),
    get('/people/:person', 'The ids of one person in every app', ({ person }) => idsOf(world, person ?? '')),
    post('/people', 'Adds somebody, or changes them', NewPersonSchema, (person) => {
      change.addPerson(person)
      return idsOf(world, person.id)
    }),
    post('/apps', 'Adds an app, or changes it', NewAppSchema, (app) => {
      change.addApp(app)
      return appFacts(world.app(app.appid))
    }),
    get('/bindings', 'Every binding that ever was, oldest first', () => world.bindings),
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
      ({ person, app, following }) => {
        const account = tieable(world, app, ['official-account'])
        return following
          ? weChat.followers.follow(person, account)
          : weChat.followers.unfollow(person, account)
      },
    ),
    post(
      '/sign-ins',
      'Somebody has signed in to a website, an app or a page',
      SignInSchema,
      ({ person, app }) =>
        change.signIn(person, tieable(world, app, ['official-account', 'website', 'mobile-app'])),
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
