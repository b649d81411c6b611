import { randomUUID } from 'node:crypto'
import * as v from 'valibot'
import { afterAll, afterEach, beforeAll } from 'vitest'
import type { FaultPlan } from '../../emulator/faults.ts'
import type { TestWorld } from '../../emulator/testkit/createWorld.ts'
import { createOneIdWorld, resetWorld } from '../oneIdWorld.ts'

/** A shop in a world whose mini-programs get no unionid by signing in (the rules before 2021), only by a payment. */

const JsonSchema = v.record(v.string(), v.unknown())
type Json = v.InferOutput<typeof JsonSchema>

const OrderedSchema = v.object({
  ok: v.literal(true),
  order: v.pipe(v.string(), v.regex(/^or-/)),
  payment: JsonSchema,
})
const StatusSchema = v.looseObject({
  ok: v.literal(true),
  state: v.string(),
  unionid: v.picklist(['known', 'waiting', 'missing']),
})
const PersonSchema = v.object({
  apps: v.array(v.object({ alias: v.string(), unionid: v.nullish(v.string()) })),
})
const WorldPaymentSchema = v.looseObject({
  outTradeNo: v.string(),
  appid: v.string(),
  openid: v.string(),
  personId: v.string(),
  state: v.string(),
  transactionId: v.optional(v.string()),
  notified: v.number(),
  accepted: v.boolean(),
})

const BEGIN = Date.parse('2026-11-20T08:00:00.000Z')

export type Fault = Partial<FaultPlan['faults'][number]> & Pick<FaultPlan['faults'][number], 'at' | 'effect'>

type Policy = 'since-2021' | 'before-2021'

export const openPayWorld = async (options: {
  readonly policy?: Policy
  readonly instances?: number
  readonly people?: readonly string[]
}) => {
  const { policy = 'before-2021', instances, people } = options
  const world = await createOneIdWorld({
    world: { policy, clock: { frozenAt: new Date(BEGIN).toISOString() } },
    ...(instances !== undefined && { instances }),
    ...(people !== undefined && { people }),
  })
  return { ...controlsOf(world), world }
}

const controlsOf = (world: TestWorld) => {
  let earlier = 0
  const post = async (path: string, body: unknown, headers: Json = {}): Promise<Json> => {
    const reply = await fetch(`${world.url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...v.parse(v.record(v.string(), v.string()), headers) },
      body: JSON.stringify(body),
    })
    return v.parse(JsonSchema, (await reply.json()) ?? {})
  }
  const pay = async (person: string, app: string, data: unknown): Promise<Json> =>
    v.parse(JsonSchema, await world.person(person).in(app).call('pay', data))

  /** Orders without paying. */
  const order = async (person = 'alice', app = 'shop', key: string = randomUUID(), product = 'coffee') =>
    v.parse(OrderedSchema, await pay(person, app, { action: 'order', product, key }))

  /** The person confirms the sheet; the callback is on its way. */
  const confirm = async (
    { payment }: { readonly payment: Json },
    person = 'alice',
    app = 'shop',
  ): Promise<void> => {
    const { errMsg } = await post('/__cloud/wx/requestPayment', payment, { 'x-person': person, 'x-app': app })
    if (errMsg !== 'requestPayment:ok') throw new Error(String(errMsg))
  }

  /** One run of the timer, and everything that WeChat does meanwhile. */
  const runJobs = async (): Promise<void> => {
    await world.settled()
    await world.timers.fire('jobs')
    await world.settled()
  }

  return {
    post,
    pay,
    order,
    confirm,
    runJobs,
    /** Orders, pays, and waits until WeChat has told of it once. */
    buy: async (person = 'alice', app = 'shop') => {
      const ordered = await order(person, app)
      await confirm(ordered, person, app)
      await world.settled()
      return ordered.order
    },
    /** The timer runs every minute, for so many minutes. */
    minutes: async (count: number): Promise<void> => {
      for (let minute = 0; minute < count; minute++) {
        world.clock.advance('1m')
        await runJobs()
      }
    },
    awaits: async (order: string, person = 'alice', app = 'shop') =>
      v.parse(StatusSchema, await pay(person, app, { action: 'await', order })),
    /** `pay.callback` lost for ever, say; replaces what was switched on before. */
    faults: (...faults: readonly Fault[]) => post('/__world/faults', { faults }),
    /** What the world knows of payments. */
    payments: async () =>
      v.parse(v.array(WorldPaymentSchema), await (await fetch(`${world.url}/__world/payments`)).json()),
    documents: (collection: string): readonly Json[] => world.database.documents(collection),
    /** The unionid that the world has for somebody: what we stored is compared with it. */
    unionidOf: async (person: string, app: string): Promise<string> => {
      const reply = await (await fetch(`${world.url}/__world/people/${person}`)).json()
      const found = v.parse(PersonSchema, reply).apps.find(({ alias }) => alias === app)?.unionid
      if (found === undefined || found === null)
        throw new Error(`the world has no unionid of ${person} in ${app}`)
      return found
    },
    /** The one order that there is. */
    onlyOrder: (): Json => {
      const [only, ...others] = world.database.documents('orders')
      if (only === undefined || others.length > 0) throw new Error(`${others.length + 1} orders`)
      return only
    },
    /** The unionid that our database has for somebody. */
    storedUnionid: (person: string, app: string): unknown => {
      const { openid } = world.person(person).in(app)
      const identity = world.database.documents('identities').find((key) => key['openid'] === openid)
      return v.is(v.array(JsonSchema), identity?.['unions']) ? identity['unions'][0]?.['unionid'] : undefined
    },
    /** What was told to business functions, and what waits to be told. */
    events: (type: string): readonly Json[] =>
      world.database.documents('audit').filter((line) => line['what'] === type),
    /** Calls of a function since the test began, oldest first. */
    callsOf: (name: string) =>
      world
        .calls()
        .slice(earlier)
        .filter((call) => call.function === name),
    /** Back to the beginning, with nothing stored and nothing switched on. */
    beginAnew: async (): Promise<void> => {
      await post('/__world/faults', { faults: [] })
      await world.settled()
      await resetWorld(world)
      earlier = world.calls().length
    },
  }
}

export type PayWorld = Awaited<ReturnType<typeof openPayWorld>>

/** For a test file: one world, which begins anew for each test. */
export const usePayWorld = (options: Parameters<typeof openPayWorld>[0] = {}): (() => PayWorld) => {
  let opened: PayWorld | undefined
  const current = (): PayWorld => {
    if (opened === undefined) throw new Error('no world yet')
    return opened
  }
  beforeAll(async () => {
    opened = await openPayWorld(options)
  })
  afterEach(() => current().beginAnew())
  afterAll(() => opened?.world.close())
  return current
}
