import * as v from 'valibot'
import { readProject } from '../emulator/cli/project.ts'
import type { Caller } from '../emulator/cloudbase/caller.ts'
import { readFunctionRules, readSchemaFile } from '../emulator/schemaFile.ts'
import type { TestWorld, TestWorldOptions } from '../emulator/testkit/createWorld.ts'
import { createWorld } from '../emulator/testkit/index.ts'
import { LOCAL_SETUP_CODE, withLocalSecrets } from '../scripts/project/localSecrets.ts'
import { PATHS, PROJECT_ROOT } from '../scripts/project/paths.ts'
import { sampleWorld } from '../scripts/project/sampleWorld.ts'

const ReplySchema = v.variant('ok', [
  v.looseObject({ ok: v.literal(true), userId: v.string(), isNew: v.boolean(), unionid: v.string() }),
  v.looseObject({ ok: v.literal(false), code: v.string(), message: v.string(), requestId: v.string() }),
])

/** What `login` answered, narrowed; a refusal is an error of the test. */
export const signedIn = (reply: unknown) => {
  const parsed = v.parse(ReplySchema, reply)
  if (!parsed.ok) throw new Error(`login answered ${parsed.code}`)
  return parsed
}

const HOUR = 3_600_000

/**
 * One o'clock in Beijing: whoever comes twice in a test comes on one day there, at whatever time of the real day the
 * test runs. The first login of a day costs a write more.
 */
const tomorrowMorning = (now: number): number => now - ((now + 8 * HOUR) % (24 * HOUR)) + 25 * HOUR

/** The sample world with this project's functions: what every test that crosses rooms starts from. */
export const createOneIdWorld = async ({
  instances,
  ...options
}: { readonly instances?: number } & Partial<
  Pick<
    TestWorldOptions,
    'people' | 'storage' | 'collections' | 'miniprogramRoot' | 'apps' | 'world' | 'timers'
  >
> = {}): Promise<TestWorld> => {
  const project = readProject(PROJECT_ROOT)
  const { apps, people, merchants = [] } = await sampleWorld()
  const secrets = withLocalSecrets(project.functionSettings, { apps })
  const settings =
    instances === undefined
      ? secrets
      : Object.fromEntries(Object.entries(secrets).map(([name, one]) => [name, { ...one, instances }]))
  const world = await createWorld({
    people: people.map(({ id }) => id),
    apps,
    merchants: merchants.map(({ mchId }) => mchId),
    functions: PATHS.builtFunctions,
    functionSettings: settings,
    functionRules: readFunctionRules(project.schema),
    collections: readSchemaFile(project.schema),
    // `jobs` would run beside a test whenever it moves the clock.
    timers: 'when-fired',
    ...options,
  })
  if (options.world?.clock === undefined) world.clock.set(tomorrowMorning(world.clock.now()))
  return world
}

/** A caller whose mini-program got no unionid, as before its app was bound. */
export const withoutUnionid = (world: TestWorld, person: string, app: string): Caller => {
  const { appid, openid } = world.person(person).in(app)
  return { source: 'wx_client', appid, openid }
}

/** Signs in without a unionid. */
export const loginWithout = async (world: TestWorld, person: string, app: string) =>
  signedIn(await world.callAs(withoutUnionid(world, person, app), 'login'))

export const login = async (world: TestWorld, person: string, app: string) =>
  signedIn(await world.person(person).in(app).call('login'))

/** Database requests of the last call: what CloudBase would bill. */
export const requestsOf = (world: TestWorld): readonly string[] =>
  world
    .calls()
    .at(-1)
    ?.requests.map(({ action }) => action.replace('database.', '')) ?? []

/** Calls `admin` as a person of the app `shop`, who is made the first administrator by `becomeAdministrator`. */
export const becomeAdministrator = async (world: TestWorld, person: string): Promise<void> => {
  await login(world, person, 'shop')
  const code = LOCAL_SETUP_CODE
  const reply = await world.person(person).in('shop').call('admin', { action: 'becomeFirst', code })
  if (!v.is(v.object({ ok: v.literal(true) }), reply)) throw new Error(JSON.stringify(reply))
}

/** Back to the world that was started with, without anybody's data: quicker than a new one. Clock and calls go on. */
export const resetWorld = async (world: TestWorld): Promise<void> => {
  const reply = await fetch(`${world.url}/__world/reset`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ database: true }),
  })
  if (!reply.ok) throw new Error(await reply.text())
}
