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
  readonly requests: { readonly created: number; readonly known: number; readonly otherApp: number }
}

const WARM_CALLS = 300

const login = (cloud: LocalCloud, person: string, app: string) =>
  cloud.functions.call('login', {}, { source: 'wx_client', ...cloud.world.caller(person, app) })

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
  }
  const warm = await timings(WARM_CALLS, () => login(cloud, 'alice', 'shop'))
  await cloud.close()
  return { coldMs, warmMs: median(warm), requests }
}
