import { afterAll, beforeAll, beforeEach, expect } from 'vitest'
import type { TestWorld } from '../../emulator/testkit/createWorld.ts'
import { openidOf } from '../../emulator/wechat/ids.ts'
import { requestsOf, resetWorld } from '../oneIdWorld.ts'
import type { Fault } from '../payments/payWorld.ts'
import { openGateway } from './gatewayWorld.ts'
import type { Pushed, Writing } from './pushRequest.ts'
import { followFields, pushRequest } from './pushRequest.ts'

/** The sample world, in which `news` has its messages sent to `gateway`: encrypted, as XML. */

export const NEWS = 'wx2f7a6c0d9e3b5184'
export const SHOP = 'wx5a3e1f0c7b2d4e61'

const BEGIN = '2026-11-20T08:00:00.000Z'
export const SECOND = 1_000
export const FIVE_MINUTES = 300 * SECOND

/** The answer to a refused message carries this code. */
export const refusal = (code: string) => expect.stringContaining(`"code":"${code}"`)
export const TAKEN = { status: 200, text: 'success', requests: 1 }
export const IGNORED = { status: 200, text: 'success', requests: 0 }
export const WRONG = { status: 401, text: refusal('PUSH_SIGNATURE_WRONG'), requests: 0 }
export const UNREADABLE = { status: 400, text: refusal('PUSH_UNREADABLE'), requests: 0 }

/** For a test file: each test begins with nothing stored, on a whole second. */
export const usePushGateway = () => {
  let world: TestWorld
  beforeAll(async () => {
    world = (await openGateway({ world: { clock: { frozenAt: BEGIN } } })).world
  })
  afterAll(() => world.close())
  beforeEach(async () => {
    await resetWorld(world)
    // WeChat signs in whole seconds: on one of them the five minutes can be met exactly.
    world.clock.set(Math.ceil(world.clock.now() / SECOND) * SECOND)
  })

  const subscribe = (person = 'alice') => followFields(NEWS, person, world.clock.now(), 'subscribe')
  return {
    world: () => world,
    subscribe,
    write: (event = subscribe(), writing: Partial<Writing> = {}): Pushed =>
      pushRequest(NEWS, event, { at: world.clock.now(), ...writing }),
    /** Sends it; answers what came back, and how many requests of the database it took. */
    send: async ({ query, body, contentType }: Pushed, app = 'news') => {
      const url = `${world.http('gateway')}/push/${app}?${new URLSearchParams(query)}`
      const reply = await fetch(url, { method: 'POST', headers: { 'content-type': contentType }, body })
      const text = await reply.text()
      return { status: reply.status, text, requests: requestsOf(world).length }
    },
    pushJobs: () => world.database.documents('jobs').filter(({ kind }) => kind === 'push'),
    identitiesOfNews: () => world.database.documents('identities').filter(({ appid }) => appid === NEWS),
    /** What became of the last message, attempt by attempt. */
    outcomes: () =>
      world.weChat
        .pushes()
        .at(-1)
        ?.attempts.map(({ outcome }) => outcome),
    faults: (...faults: readonly Fault[]) =>
      fetch(`${world.url}/__world/faults`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ faults }),
      }),
    openidOf: (person: string): string => openidOf(NEWS, person),
  }
}
