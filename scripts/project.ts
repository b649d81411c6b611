import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import * as v from 'valibot'
import { readConfig } from '../cloudfunctions/common/base/apps.ts'
import { config } from '../cloudfunctions/oneid.config.ts'
import type { FunctionSettings } from '../emulator/cloudbase/functions/index.ts'
import type { WorldDefinition } from '../emulator/wechat/world.ts'

/** Top folder of the repository. */
export const PROJECT_ROOT = fileURLToPath(new URL('..', import.meta.url))

const inProject = (...parts: readonly string[]): string => join(PROJECT_ROOT, ...parts)

/** Where the parts of this project are. */
export const PATHS = {
  functionSources: inProject('cloudfunctions'),
  builtFunctions: inProject('dist', 'cloudfunctions'),
  miniprogram: inProject('miniprogram'),
  schema: inProject('cloudfunctions', 'schema.json'),
  data: inProject('.oneid'),
} as const

const readJson = async (path: string): Promise<unknown> => JSON.parse(await readFile(path, 'utf8'))

/** The collections of schema.json, as they are posted to the control API. */
export const readSchema = (): Promise<unknown> => readJson(PATHS.schema)

const PeopleSchema = v.array(v.object({ id: v.string(), name: v.string() }))

/** The world of the sample: the apps of oneid.config.ts under their present bindings, and four people. */
export const sampleWorld = async (): Promise<WorldDefinition> => ({
  apps: readConfig(config).apps.map(({ appid, alias, kind, bindings }) => ({
    appid,
    alias,
    kind,
    openPlatformId: bindings.at(-1)?.openPlatform ?? null,
  })),
  people: v.parse(PeopleSchema, await readJson(inProject('scripts', 'sample-people.json'))),
})

const CloudbaseRcSchema = v.object({
  functions: v.array(
    v.object({ name: v.string(), timeout: v.optional(v.number()), memorySize: v.optional(v.number()) }),
  ),
})

/** Time-out and memory of each function, from cloudbaserc.json. */
export const functionSettings = async (): Promise<Record<string, FunctionSettings>> => {
  const { functions } = v.parse(CloudbaseRcSchema, await readJson(inProject('cloudbaserc.json')))
  return Object.fromEntries(
    functions.map(({ name, timeout, memorySize }) => [
      name,
      {
        ...(timeout !== undefined && { timeoutSeconds: timeout }),
        ...(memorySize !== undefined && { memoryMb: memorySize }),
      },
    ]),
  )
}
