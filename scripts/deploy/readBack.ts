import { createHash } from 'node:crypto'
import * as v from 'valibot'
import { readZip } from '../../emulator/controlPlane/zip.ts'
import type { ControlPlaneClient } from './controlPlane.ts'
import { ControlPlaneError } from './controlPlane.ts'
import type { FunctionDeployment } from './functionDeployment.ts'
import { filesToUpload } from './functionDeployment.ts'

/** A timer's description is an object with its expression, as text; the console's older timers have the expression. */
const CronSchema = v.pipe(
  v.string(),
  v.transform((text): unknown => {
    try {
      return JSON.parse(text)
    } catch {
      return { cron: text }
    }
  }),
  v.object({ cron: v.string() }),
  v.transform(({ cron }) => cron),
)

const orNothing = <S extends v.GenericSchema>(schema: S) => v.nullish(v.array(schema), [])

const FunctionSchema = v.object({
  Status: v.string(),
  Runtime: v.string(),
  Handler: v.string(),
  Timeout: v.number(),
  MemorySize: v.number(),
  CodeSize: v.number(),
  Environment: v.nullish(
    v.object({ Variables: orNothing(v.object({ Key: v.string(), Value: v.string() })) }),
    { Variables: [] },
  ),
  Triggers: orNothing(v.object({ TriggerName: v.string(), Type: v.string(), TriggerDesc: v.string() })),
})
type Found = v.InferOutput<typeof FunctionSchema>

const AddressSchema = v.object({ Url: v.string(), CodeSha256: v.optional(v.string()) })

/** Resolves after so many milliseconds. */
export type Pause = (ms: number) => Promise<unknown>

/** A function as it is in the cloud, compared with what was to be deployed. */
export interface ReadBack {
  /** Bytes of the archive that is there, and its hash in hexadecimal digits. */
  readonly codeBytes: number
  readonly codeSha256: string
  /** Triggers that are there and not wanted: `tcb` leaves them, docs of @cloudbase/cli 2.12.10. */
  readonly leftTriggers: readonly string[]
  /** What differs, in words that hold no value of a variable. Empty when all is as it should be. */
  readonly differences: readonly string[]
}

const differs = (what: string, found: string | number, wanted: string | number): readonly string[] =>
  found === wanted ? [] : [`${what} is ${found}, not ${wanted}`]

const configurationDifferences = (found: Found, wanted: FunctionDeployment): readonly string[] => [
  ...differs('status', found.Status, 'Active'),
  ...differs('handler', found.Handler, wanted.handler),
  ...differs('runtime', found.Runtime, wanted.runtime),
  ...differs('timeout', found.Timeout, wanted.timeoutSeconds),
  ...differs('memory', found.MemorySize, wanted.memoryMb),
]

const variableDifferences = (found: Found, { variables }: FunctionDeployment): readonly string[] => {
  const there = new Map(found.Environment.Variables.map(({ Key, Value }) => [Key, Value]))
  const wrong = Object.entries(variables).flatMap(([name, value]) => {
    if (there.get(name) === value.reveal()) return []
    return [`variable ${name} ${there.has(name) ? 'has another value' : 'is missing'}`]
  })
  const left = [...there.keys()].filter((name) => !Object.hasOwn(variables, name))
  return [...wrong, ...left.map((name) => `variable ${name} is still there`)]
}

const triggerDifferences = (found: Found, { triggers }: FunctionDeployment): readonly string[] =>
  triggers.flatMap(({ name, cron }) => {
    const there = found.Triggers.find(({ TriggerName, Type }) => TriggerName === name && Type === 'timer')
    if (there === undefined) return [`trigger ${name} is missing`]
    const when = v.safeParse(CronSchema, there.TriggerDesc)
    return differs(`trigger ${name}`, when.success ? when.output : there.TriggerDesc, cron)
  })

/** File by file: an archive of the same files is another one every time, it holds the time. */
const codeDifferences = (archive: Buffer, folder: string): readonly string[] => {
  const wanted = filesToUpload(folder)
  const there = new Map(readZip(archive).map(({ path, content }) => [path, content]))
  const missing = [...wanted].flatMap(([path, content]) => {
    const found = there.get(path)
    if (found === undefined) return [`file ${path} is missing`]
    return found.equals(content) ? [] : [`file ${path} is another one`]
  })
  return [
    ...missing,
    ...[...there.keys()].filter((path) => !wanted.has(path)).map((path) => `file ${path} is not ours`),
  ]
}

/** The last change takes a moment, and `tcb` does not wait for that of the configuration. */
const WAIT_MS = 1_000
const LOOKS = 60

/** A function as it is when nothing about it changes any more. */
const settled = async (client: ControlPlaneClient, named: object, pause: Pause): Promise<Found> => {
  for (let looks = 1; ; looks += 1) {
    const found = await client.call('scf', 'GetFunction', { ...named, ShowCode: 'FALSE' }, FunctionSchema)
    if (!/^(Creating|Updating)$/.test(found.Status) || looks === LOOKS) return found
    await pause(WAIT_MS)
  }
}

/**
 * Reads a function back: configuration, variables, triggers, and the code itself, from where the console offers it.
 * @throws ControlPlaneError, ResourceNotFound.Function when it is not there
 */
export const readBack = async (
  client: ControlPlaneClient,
  env: string,
  wanted: FunctionDeployment,
  pause: Pause,
): Promise<ReadBack> => {
  const named = { FunctionName: wanted.name, Namespace: env }
  const found = await settled(client, named, pause)
  const address = await client.call('scf', 'GetFunctionAddress', named, AddressSchema)
  const archive = await client.download('GetFunctionAddress', address.Url)
  const unreadable = (error: unknown) =>
    new ControlPlaneError('GetFunctionAddress', 'UnexpectedAnswer', String(error), { cause: error })
  const code = (): readonly string[] => {
    try {
      return codeDifferences(archive, wanted.folder)
    } catch (error) {
      throw unreadable(error)
    }
  }
  return {
    codeBytes: archive.length,
    codeSha256: createHash('sha256').update(archive).digest('hex'),
    leftTriggers: found.Triggers.map(({ TriggerName }) => TriggerName).filter(
      (name) => !wanted.triggers.some((trigger) => trigger.name === name),
    ),
    differences: [
      ...configurationDifferences(found, wanted),
      ...variableDifferences(found, wanted),
      ...triggerDifferences(found, wanted),
      ...code(),
    ],
  }
}
