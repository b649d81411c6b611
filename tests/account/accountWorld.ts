import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest'
import { readConfig } from '../../cloudfunctions/common/base/config.ts'
import { Secret } from '../../cloudfunctions/common/base/secret.ts'
import { callerProof } from '../../cloudfunctions/common/routes/caller.ts'
import { openDatabase, pause, secureRandom } from '../../cloudfunctions/common/runtime/cloud.ts'
import { createSealing } from '../../cloudfunctions/common/store/sealing.ts'
import { config as input } from '../../cloudfunctions/oneid.config.ts'
import type { TestPerson, TestWorld } from '../../emulator/testkit/createWorld.ts'
import { LOCAL_SECRET } from '../../scripts/project/localSecrets.ts'
import type { Gate } from '../interleaving.ts'
import { gated, undisturbed } from '../interleaving.ts'
import { createOneIdWorld, login as loginIn, loginWithout, requestsOf, resetWorld } from '../oneIdWorld.ts'

/** The function `account`, built and called through the real SDK. */

/** Alice and Bob share a number, as people do who got it one after the other. */
export const NUMBER = '13800005678'
const PEOPLE: readonly TestPerson[] = [
  { id: 'alice', phone: NUMBER },
  { id: 'bob', phone: NUMBER },
  { id: 'carol', phone: '13900001234' },
]
export const GUEST = '7d4b2f0e-58c1-4a9d-8e63-1f2a3b4c5d6e'

/** Every action begins with this one: identity and user in one request. */
export const CALLER = 'aggregateDocuments'
export const [GET, INSERT, UPDATE] = ['getDocument', 'insertDocument', 'modifyDocument']

/** As the functions have it, but two functions are told. */
export const config = readConfig({ ...input, notify: ['notes', 'orders'] })

/** For a test file: each test begins with an empty world. */
export const useAccountWorld = (more: readonly string[] = [], { cutsTransactions = false } = {}) => {
  let world: TestWorld
  const open = async () => {
    world = await createOneIdWorld({ people: [...PEOPLE, ...more] })
    Object.assign(process.env, world.environment())
  }
  if (cutsTransactions) {
    // What a transaction that nobody ended has locked stays locked for 30 s.
    beforeEach(open)
    afterEach(() => world.close())
  } else {
    beforeAll(open)
    beforeEach(async () => {
      await resetWorld(world)
      // Paid calls of the test before are over.
      world.clock.advance('1m')
    })
    afterAll(() => world.close())
  }

  const phone = (person: string, app = 'shop') => world.person(person).in(app)
  const account = (person: string, data: object, app = 'shop') => phone(person, app).call('account', data)
  const documents = (collection: string) => world.database.documents(collection)
  const login = async (person: string, app = 'shop') => (await loginIn(world, person, app)).userId

  /** What flows get from the handler, for those that no client reaches or that a test disturbs. */
  const ports = (gate: Gate = undisturbed) => ({
    db: gated(openDatabase(), gate),
    random: secureRandom,
    pause,
    clock: () => world.clock.now(),
    now: world.clock.now(),
    sealing: createSealing(new Secret(LOCAL_SECRET)),
  })

  return {
    world: () => world,
    phone,
    account,
    documents,
    login,
    /** Signs in without a unionid. */
    loginWithout: async (person: string, app: string) => (await loginWithout(world, person, app)).userId,
    users: () => documents('users'),
    /** Everything that is stored. */
    everything: () =>
      world.database
        .collections()
        .flatMap(({ name }) => documents(name).map((document) => ({ name, document }))),
    auditLines: () => documents('audit').map((line) => line['what']),
    /** Database requests of the last call. */
    requests: () => requestsOf(world),
    strike: (fault: object) =>
      fetch(`${world.url}/__world/faults`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ faults: [fault] }),
      }),
    ports,
    callOf: (person: string, app = 'shop', gate: Gate = undisturbed) => {
      const { openid, appid } = phone(person, app)
      const raw = { SOURCE: 'wx_client', OPENID: openid, APPID: appid }
      return { ports: ports(gate), config, proof: callerProof(raw, config, world.clock.now()) }
    },
    setPhone: async (person: string, app = 'shop') =>
      account(person, { action: 'phone', code: await phone(person, app).phoneCode() }, app),
  }
}
