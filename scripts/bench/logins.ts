import * as v from 'valibot'
import { readProject } from '../../emulator/cli/project.ts'
import { startLocalCloud } from '../../emulator/localCloud.ts'
import type { LocalCloud } from '../../emulator/localCloudOptions.ts'
import { readSchemaFile } from '../../emulator/schemaFile.ts'
import { PROJECT_ROOT } from '../project/paths.ts'
import { sampleWorld } from '../project/sampleWorld.ts'
import { median, timings } from './measure.ts'

export interface LoginFigures {
  /** First call of a fresh local cloud: instance, SDK, new account. */
  readonly coldMs: number
  readonly warmMs: number
  readonly requests: {
    readonly created: number
    readonly known: number
    readonly otherApp: number
    /** The unionid comes to an account that has none. */
    readonly attached: number
    /** The unionid shows that two accounts are one person's. */
    readonly merged: number
  }
  /** The login that merges. */
  readonly mergeMs: number
}

const WARM_CALLS = 300

/** So that nobody calls so often in a minute that the function refuses. */
const WARM_CALLERS = ['alice', 'bob', 'carol', 'dave'].flatMap((person) =>
  ['shop', 'club'].map((app) => ({ person, app })),
)

const OkSchema = v.object({ result: v.looseObject({ ok: v.literal(true) }) })

const login = (cloud: LocalCloud, person: string, app: string) =>
  cloud.functions.call('login', {}, { source: 'wx_client', ...cloud.world.caller(person, app) })

/** As before the app was bound. */
const loginWithout = (cloud: LocalCloud, person: string, app: string) => {
  const { appid, openid } = cloud.world.caller(person, app)
  return cloud.functions.call('login', {}, { source: 'wx_client', appid, openid })
}

/** Measures `login` in this process: the functions in their threads, the SDK over loopback, the database in memory. */
export const measureLogins = async (): Promise<LoginFigures> => {
  const project = readProject(PROJECT_ROOT)
  const cloud = await startLocalCloud({
    world: await sampleWorld(),
    functionsRoot: project.functionsRoot,
    functionSettings: project.functionSettings,
    storage: 'memory',
    port: 0,
    otherHosts: 'refuse',
  })
  cloud.database.applySchema(readSchemaFile(project.schema))
  const requestsOf = async (person: string, app: string): Promise<number> => {
    await login(cloud, person, app)
    return cloud.calls.list().at(-1)?.requests.length ?? 0
  }
  const [coldMs = 0] = await timings(1, () => login(cloud, 'alice', 'shop'))
  const requests = {
    created: await requestsOf('bob', 'shop'),
    known: await requestsOf('bob', 'shop'),
    otherApp: await requestsOf('bob', 'club'),
    attached: await loginWithout(cloud, 'carol', 'shop').then(() => requestsOf('carol', 'shop')),
  }
  await loginWithout(cloud, 'dave', 'shop')
  await login(cloud, 'dave', 'club')
  const [mergeMs = 0] = await timings(1, () => login(cloud, 'dave', 'shop'))
  const merged = cloud.calls.list().at(-1)?.requests.length ?? 0
  for (const { person, app } of WARM_CALLERS) await login(cloud, person, app)
  let calls = 0
  const warm = await timings(WARM_CALLS, async () => {
    const { person, app } = WARM_CALLERS[calls++ % WARM_CALLERS.length] ?? { person: 'alice', app: 'shop' }
    v.parse(OkSchema, await login(cloud, person, app))
  })
  await cloud.close()
  return { coldMs, warmMs: median(warm), mergeMs, requests: { ...requests, merged } }
}
