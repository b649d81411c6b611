import * as v from 'valibot'
import { readProject } from '../emulator/cli/project.ts'
import { readSchemaFile } from '../emulator/schemaFile.ts'
import type { TestWorld, TestWorldOptions } from '../emulator/testkit/createWorld.ts'
import { createWorld } from '../emulator/testkit/index.ts'
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

/** The sample world with this project's functions: what every test that crosses rooms starts from. */
export const createOneIdWorld = async (
  options: Partial<Pick<TestWorldOptions, 'people' | 'storage' | 'collections' | 'miniprogramRoot'>> = {},
): Promise<TestWorld> => {
  const project = readProject(PROJECT_ROOT)
  const { apps, people } = await sampleWorld()
  return createWorld({
    people: people.map(({ id }) => id),
    apps,
    functions: PATHS.builtFunctions,
    functionSettings: project.functionSettings,
    collections: readSchemaFile(project.schema),
    ...options,
  })
}
