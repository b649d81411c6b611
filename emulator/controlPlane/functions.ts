import { createHash } from 'node:crypto'
import * as v from 'valibot'
import type { Actions, ActionWorld } from './action.ts'
import { functionNotFound, invalidParameter, Refusal, readFields } from './errors.ts'
import {
  CODE,
  CONFIGURATION,
  described,
  NAMED,
  platformTime,
  readCode,
  triggersOf,
  variablesOf,
} from './functionFields.ts'
import { CONTROL_LIMITS } from './limits.ts'
import type { DeployedFunction, Environment } from './state.ts'
import { environmentOf } from './state.ts'

/** Where the code of a function is fetched. */
export const CODE_HOST = 'scf-code.cos.ap-shanghai.myqcloud.com'

const CreateSchema = v.strictObject({
  ...NAMED,
  ...CONFIGURATION,
  Handler: v.optional(v.string(), 'index.main'),
  Runtime: v.string(),
  Role: v.optional(v.string()),
  Stamp: v.optional(v.string()),
  Type: v.optional(v.string()),
  Code: CODE,
})
const UpdateCodeSchema = v.strictObject({
  ...NAMED,
  Handler: v.optional(v.string()),
  InstallDependency: CONFIGURATION.InstallDependency,
  Code: CODE,
})
const GetSchema = v.strictObject({
  ...NAMED,
  ShowCode: v.optional(v.string()),
  CodeSecret: v.optional(v.string()),
})
const TriggersSchema = v.strictObject({ ...NAMED, Triggers: v.string(), Count: v.optional(v.number()) })
const DeleteTriggerSchema = v.strictObject({ ...NAMED, TriggerName: v.string(), Type: v.literal('timer') })
const ListSchema = v.strictObject({
  Namespace: v.string(),
  Limit: v.optional(v.number(), CONTROL_LIMITS.LISTED),
  Offset: v.optional(v.number(), 0),
})
const InvokeSchema = v.strictObject({
  ...NAMED,
  LogType: v.optional(v.string()),
  ClientContext: v.optional(v.string(), '{}'),
  InvocationType: v.optional(v.string()),
  Qualifier: v.optional(v.string()),
})

interface Named {
  readonly FunctionName: string
  readonly Namespace: string
}

/** @throws Refusal ResourceNotFound.Function */
const find = (world: ActionWorld, { FunctionName, Namespace }: Named) => {
  const environment = environmentOf(world.account, Namespace)
  const deployed = environment.functions.get(FunctionName)
  if (deployed === undefined) throw functionNotFound(FunctionName)
  return { environment, deployed }
}

/** As on the platform, where nothing can be changed before the last change has taken effect. */
const findSettled = (world: ActionWorld, named: Named): DeployedFunction => {
  const { deployed } = find(world, named)
  if (deployed.status !== 'Active')
    throw new Refusal('FailedOperation.FunctionStatusError', `the function is ${deployed.status}`)
  return deployed
}

const touch = (deployed: DeployedFunction, world: ActionWorld): void => {
  deployed.modifiedAt = world.now()
  deployed.status = 'Updating'
}

const parseEvent = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    throw invalidParameter('ClientContext is no JSON')
  }
}

const create = (environment: Environment, fields: v.InferOutput<typeof CreateSchema>, now: number): void => {
  const name = fields.FunctionName
  if (environment.functions.has(name))
    throw new Refusal('ResourceInUse.FunctionName', `function ${name} already exists`)
  environment.functions.set(name, {
    name,
    runtime: fields.Runtime,
    addedAt: now,
    modifiedAt: now,
    zip: readCode(fields.Code.ZipFile, fields.Handler),
    handler: fields.Handler,
    timeoutSeconds: fields.Timeout ?? 3,
    memoryMb: fields.MemorySize ?? 128,
    installDependency: fields.InstallDependency === 'TRUE',
    environment: fields.Environment === undefined ? {} : variablesOf(fields.Environment),
    triggers: [],
    status: 'Creating',
    invocations: [],
  })
}

/** Actions of scf.tencentcloudapi.com, version 2018-04-16. */
export const FUNCTION_ACTIONS: Actions = {
  CreateFunction: (body, world) => {
    const fields = readFields(CreateSchema, body)
    create(environmentOf(world.account, fields.Namespace), fields, world.now())
    return {}
  },
  GetFunction: (body, world) => {
    const { environment, deployed } = find(world, readFields(GetSchema, body))
    const answer = described(deployed, environment.id)
    deployed.status = 'Active'
    return answer
  },
  UpdateFunctionCode: (body, world) => {
    const fields = readFields(UpdateCodeSchema, body)
    const deployed = findSettled(world, fields)
    const handler = fields.Handler ?? deployed.handler
    deployed.zip = readCode(fields.Code.ZipFile, handler)
    deployed.handler = handler
    touch(deployed, world)
    return {}
  },
  UpdateFunctionConfiguration: (body, world) => {
    const fields = readFields(v.strictObject({ ...NAMED, ...CONFIGURATION }), body)
    const deployed = findSettled(world, fields)
    deployed.timeoutSeconds = fields.Timeout ?? deployed.timeoutSeconds
    deployed.memoryMb = fields.MemorySize ?? deployed.memoryMb
    // All variables at once: one that is not named any more is gone.
    if (fields.Environment !== undefined) deployed.environment = variablesOf(fields.Environment)
    if (fields.InstallDependency !== undefined)
      deployed.installDependency = fields.InstallDependency === 'TRUE'
    touch(deployed, world)
    return {}
  },
  BatchCreateTrigger: (body, world) => {
    const fields = readFields(TriggersSchema, body)
    const { deployed } = find(world, fields)
    const triggers = triggersOf(fields.Triggers)
    const isNew = ({ name }: { name: string }) => !triggers.some((one) => one.name === name)
    deployed.triggers = [...deployed.triggers.filter(isNew), ...triggers]
    return { ReturnCode: 0 }
  },
  DeleteTrigger: (body, world) => {
    const fields = readFields(DeleteTriggerSchema, body)
    const { deployed } = find(world, fields)
    const left = deployed.triggers.filter(({ name }) => name !== fields.TriggerName)
    if (left.length === deployed.triggers.length)
      throw new Refusal('ResourceNotFound.Trigger', `trigger ${fields.TriggerName} does not exist`)
    deployed.triggers = left
    return {}
  },
  DeleteFunction: (body, world) => {
    const { environment, deployed } = find(world, readFields(v.strictObject(NAMED), body))
    environment.functions.delete(deployed.name)
    return {}
  },
  ListFunctions: (body, world) => {
    const { Namespace, Limit, Offset } = readFields(ListSchema, body)
    const all = [...environmentOf(world.account, Namespace).functions.values()]
    const Functions = all.slice(Offset, Offset + Limit).map((one) => ({
      FunctionId: `lam-${one.name}`,
      FunctionName: one.name,
      Namespace,
      Runtime: one.runtime,
      AddTime: platformTime(one.addedAt),
      ModTime: platformTime(one.modifiedAt),
      Status: one.status,
    }))
    return { Functions, TotalCount: all.length }
  },
  /** The hash is that of the zip, in hexadecimal digits. Assumption: its form, the documentation has no example. */
  GetFunctionAddress: (body, world) => {
    const { environment, deployed } = find(world, readFields(GetSchema, body))
    return {
      Url: `https://${CODE_HOST}/${environment.id}/${deployed.name}.zip`,
      CodeSha256: createHash('sha256').update(deployed.zip).digest('hex'),
    }
  },
  Invoke: async (body, world) => {
    const fields = readFields(InvokeSchema, body)
    const { environment, deployed } = find(world, fields)
    const event = parseEvent(fields.ClientContext)
    const { requestId, ms, result, failed, log } = await world.invoke(
      environment,
      deployed,
      event,
      world.newId(),
    )
    return {
      Result: {
        FunctionRequestId: requestId,
        Duration: ms,
        BillDuration: Math.ceil(ms),
        MemUsage: 0,
        InvokeResult: failed ? 1 : 0,
        RetMsg: failed ? '' : result,
        ErrMsg: failed ? result : '',
        Log: log,
      },
    }
  },
}
