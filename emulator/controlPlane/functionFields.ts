import * as v from 'valibot'
import { invalidParameter, Refusal } from './errors.ts'
import { CONTROL_LIMITS } from './limits.ts'
import type { DeployedFunction, Trigger } from './state.ts'
import { readZip } from './zip.ts'

/** cloud.tencent.com/document/product/583/18586 (CreateFunction) and 18580 (UpdateFunctionConfiguration), 2026-11. */
export const NAMED = { FunctionName: v.string(), Namespace: v.string() }

const VariablesSchema = v.strictObject({
  Variables: v.array(v.strictObject({ Key: v.pipe(v.string(), v.nonEmpty()), Value: v.string() })),
})

export const CONFIGURATION = {
  Timeout: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(900))),
  MemorySize: v.optional(v.pipe(v.number(), v.integer(), v.minValue(64), v.maxValue(3072))),
  Environment: v.optional(VariablesSchema),
  InstallDependency: v.optional(v.picklist(['TRUE', 'FALSE'])),
  ClsTopicId: v.optional(v.string()),
  ClsLogsetId: v.optional(v.string()),
  Description: v.optional(v.string()),
}

/** Code comes in the request: the way over an object store is not offered here. */
export const CODE = v.strictObject({ ZipFile: v.pipe(v.string(), v.base64()) })

const WHEN = /^(\S+ ){6}\S+$/

const TriggersSchema = v.array(
  v.strictObject({
    TriggerName: v.pipe(v.string(), v.regex(/^[A-Za-z][\w-]{0,59}$/)),
    Type: v.literal('timer'),
    TriggerDesc: v.pipe(v.string(), v.regex(WHEN, 'a cron expression has seven fields')),
  }),
)

/** @throws Refusal when it is no zip, is too large, or lacks the file of the handler */
export const readCode = (base64: string, handler: string): Buffer => {
  const zip = Buffer.from(base64, 'base64')
  if (zip.length > CONTROL_LIMITS.INLINE_ZIP_BYTES)
    throw new Refusal('InvalidParameterValue.ZipFile', 'the zip is larger than 1.5 MB')
  try {
    const file = `${handler.split('.')[0]}.js`
    if (!readZip(zip).some(({ path }) => path === file)) throw new Error(`${file} is missing`)
    return zip
  } catch (error) {
    throw new Refusal('InvalidParameterValue.ZipFile', error instanceof Error ? error.message : String(error))
  }
}

export const variablesOf = (environment: v.InferOutput<typeof VariablesSchema>) =>
  Object.fromEntries(environment.Variables.map(({ Key, Value }) => [Key, Value]))

/** `Triggers` is JSON inside of JSON. */
export const triggersOf = (text: string): readonly Trigger[] => {
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), TriggersSchema), text)
  if (!parsed.success) throw invalidParameter(`Triggers: ${parsed.issues[0].message}`)
  return parsed.output.map(({ TriggerName, Type, TriggerDesc }) => ({
    name: TriggerName,
    type: Type,
    cron: TriggerDesc,
  }))
}

/** `2026-11-20 22:09:26`: the platform's times have no zone, and it is the one of Beijing. */
export const platformTime = (ms: number): string =>
  new Date(ms + 8 * 3_600_000).toISOString().replace('T', ' ').slice(0, 19)

/** GetFunction, cloud.tencent.com/document/product/583/18584, 2026-11. */
export const described = (one: DeployedFunction, namespace: string) => ({
  FunctionName: one.name,
  Namespace: namespace,
  Type: 'Event',
  Runtime: one.runtime,
  Handler: one.handler,
  Timeout: one.timeoutSeconds,
  MemorySize: one.memoryMb,
  InstallDependency: one.installDependency ? 'TRUE' : 'FALSE',
  Environment: { Variables: Object.entries(one.environment).map(([Key, Value]) => ({ Key, Value })) },
  CodeSize: one.zip.length,
  CodeResult: 'success',
  Triggers: one.triggers.map(({ name, type, cron }) => ({
    TriggerName: name,
    Type: type,
    // Of a timer: an object that holds the expression, as text (answers of GetFunction of 2019 and 2021 in public).
    TriggerDesc: JSON.stringify({ cron }),
    Enable: 1,
    AvailableStatus: 'Available',
  })),
  VpcConfig: { VpcId: '', SubnetId: '' },
  Status: one.status,
  StatusDesc: '',
  StatusReasons: [],
  AddTime: platformTime(one.addedAt),
  ModTime: platformTime(one.modifiedAt),
})
