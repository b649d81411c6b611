import { afterEach, describe, expect, it } from 'vitest'
import cloud from 'wx-server-sdk'
import { readConfig } from '../../cloudfunctions/common/base/config.ts'
import { signIn } from '../../cloudfunctions/common/flows/signIn.ts'
import { callerProof } from '../../cloudfunctions/common/routes/caller.ts'
import { pause, secureRandom } from '../../cloudfunctions/common/runtime/cloud.ts'
import type { FaultPlan } from '../../emulator/faults.ts'
import type { TestWorld } from '../../emulator/testkit/createWorld.ts'
import { createOneIdWorld, signedIn, withoutUnionid } from '../oneIdWorld.ts'

const LOGINS = 32

/** Half of all merges meet a conflict, at any of the 8 requests of their transaction. */
const CONFLICTS: FaultPlan = {
  seed: 20_261,
  faults: [
    { at: 'database.*', effect: 'conflict', probability: 1 - 0.5 ** (1 / 8), ms: 0, copies: 1, after: 0 },
  ],
}
const NO_FAULTS: FaultPlan = { seed: 1, faults: [] }

let world: TestWorld | undefined

afterEach(async () => {
  await world?.close()
  world = undefined
})

const APPS = ['one', 'two', 'three', 'four'] as const
const appidOf = (app: (typeof APPS)[number]): string => `wx00000000000000b${APPS.indexOf(app)}`

const fourApps = readConfig({
  apps: APPS.map((alias) => ({
    alias,
    appid: appidOf(alias),
    kind: 'mini-program',
    bindings: [{ openPlatform: 'main', since: '2021-01-01' }],
  })),
})

/** Signs the person in to one of the apps, with or without the unionid; answers the user. */
type Login<App> = (app: App, shows: boolean) => Promise<string>

/** The flow itself in four apps, each with a database client of its own. */
const inFourApps = (): Login<(typeof APPS)[number]> => {
  const clients = new Map(APPS.map((app) => [app, cloud.database()]))
  return async (app, shows) => {
    const ids = { APPID: appidOf(app), OPENID: `openid-${app}`, ...(shows && { UNIONID: 'unionid-of-main' }) }
    const { evidence } = callerProof({ SOURCE: 'wx_client', ...ids }, fourApps, Date.now())
    const db = clients.get(app) ?? cloud.database()
    return (await signIn({ db, random: secureRandom, pause, clock: Date.now }, fourApps, evidence)).userId
  }
}

/** The built function in the two bound apps of the sample, on four instances. */
const byTheFunction =
  (running: TestWorld): Login<'shop' | 'club'> =>
  async (app, shows) => {
    const phone = running.person('alice').in(app)
    const asked = shows ? phone.call('login') : running.callAs(withoutUnionid(running, 'alice', app), 'login')
    return signedIn(await asked).userId
  }

const atOnce = async <App>(
  apps: readonly App[],
  login: Login<App>,
  shows: (at: number) => boolean,
): Promise<readonly string[]> => {
  const ends = Array.from({ length: LOGINS }, (_, n) => {
    const at = n % apps.length
    const app = apps[at]
    if (app === undefined) throw new Error('no app')
    return login(app, shows(at))
  })
  // None is left running beside the next test.
  await Promise.allSettled(ends)
  return Promise.all(ends)
}

const documents = (name: string) => world?.database.documents(name) ?? []

const activeUsers = (): readonly unknown[] => {
  const keys = new Set(documents('identities').map(({ userId }) => userId))
  return documents('users')
    .filter(({ _id, status }) => status === 'active' && keys.has(_id))
    .map(({ _id }) => _id)
}

const open = async (faults: FaultPlan): Promise<TestWorld> => {
  world = await createOneIdWorld({ instances: 4, world: { faults } })
  Object.assign(process.env, world.environment())
  return world
}

const firstLogins = async <App>(apps: readonly App[], login: Login<App>): Promise<void> => {
  const told = await atOnce(apps, login, () => true)
  expect(activeUsers()).toEqual([told[0]])
  expect(new Set(told).size).toBe(1)
  expect(documents('merges')).toEqual([])
  expect(documents('identities')).toHaveLength(apps.length + 1)
}

/** Half of the apps are silent at first: each has an account of its own, and they merge when all show the unionid. */
const mergingLogins = async <App>(apps: readonly App[], login: Login<App>): Promise<void> => {
  const silent = apps.length / 2
  await atOnce(apps, login, (at) => at >= silent)
  expect(activeUsers()).toHaveLength(silent + 1)
  const told = await atOnce(apps, login, () => true)
  expect(told).toHaveLength(LOGINS)
  const [user, ...others] = activeUsers()
  expect(others).toEqual([])
  expect(documents('merges')).toHaveLength(silent)
  // Everybody once more, one after the other: all are told the same.
  for (const app of apps) expect(await login(app, true)).toBe(user)
}

describe(`${LOGINS} logins of one person at once, all of which succeed`, () => {
  it('make one account, in four apps', async () => {
    await open(NO_FAULTS)
    await firstLogins(APPS, inFourApps())
  })

  it('make one account, by four instances of the function', async () => {
    const running = await open(NO_FAULTS)
    await firstLogins(['shop', 'club'], byTheFunction(running))
  })

  it('make one of three accounts, although every second transaction meets a conflict', async () => {
    await open(CONFLICTS)
    await mergingLogins(APPS, inFourApps())
  })

  it('make one of two accounts by four instances, although every second transaction meets a conflict', async () => {
    const running = await open(CONFLICTS)
    await mergingLogins(['shop', 'club'], byTheFunction(running))
  })
})
