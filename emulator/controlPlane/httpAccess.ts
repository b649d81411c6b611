import * as v from 'valibot'
import type { Actions } from './action.ts'
import { functionNotFound, Refusal, readFields } from './errors.ts'
import type { AccessPath } from './state.ts'
import { environmentOf } from './state.ts'

const CreateSchema = v.strictObject({
  ServiceId: v.string(),
  /** 1 is a cloud function. */
  Type: v.literal(1),
  Path: v.pipe(v.string(), v.regex(/^\//, 'a path begins with /')),
  Name: v.string(),
  AuthSwitch: v.optional(v.picklist([1, 2])),
  EnableUnion: v.optional(v.boolean()),
})
const DescribeSchema = v.strictObject({
  ServiceId: v.string(),
  Path: v.optional(v.string()),
  Name: v.optional(v.string()),
  Domain: v.optional(v.string()),
  EnableUnion: v.optional(v.boolean()),
  Offset: v.optional(v.number()),
  Limit: v.optional(v.number()),
  /** Written small by @cloudbase/manager-node 5.6.5. */
  limit: v.optional(v.number()),
})
const DeleteSchema = v.strictObject({
  ServiceId: v.string(),
  APIId: v.optional(v.string()),
  Name: v.optional(v.string()),
  Path: v.optional(v.string()),
  Type: v.optional(v.number()),
})

/** Whether an answer shows a path; what is not asked for does not matter. */
const matches = (one: AccessPath, path: string | undefined, name: string | undefined): boolean =>
  (path ?? one.path) === one.path && (name ?? one.functionName) === one.functionName

/** Actions of tcb.tencentcloudapi.com about the HTTP access service. Fields: @cloudbase/cli 2.12.10, 2026-11. */
export const HTTP_ACCESS_ACTIONS: Actions = {
  CreateCloudBaseGWAPI: (body, world) => {
    const { ServiceId, Path, Name } = readFields(CreateSchema, body)
    const environment = environmentOf(world.account, ServiceId)
    if (!environment.functions.has(Name)) throw functionNotFound(Name)
    if (environment.accessPaths.some(({ path }) => path === Path))
      throw new Refusal('InvalidParameter.APICreated', `the path ${Path} exists`)
    const id = world.newId()
    const added = { id, path: Path, functionName: Name, addedAt: world.now() }
    environment.accessPaths = [...environment.accessPaths, added]
    return { APIId: id }
  },
  DescribeCloudBaseGWService: (body, { account }) => {
    const { id } = environmentOf(account, readFields(DescribeSchema, body).ServiceId)
    const domain = `${id}.service.tcloudbase.com`
    return { DefaultDomain: domain, ServiceSet: [{ ServiceId: id, Domain: domain, Status: 1 }] }
  },
  DescribeCloudBaseGWAPI: (body, { account }) => {
    const { ServiceId, Path, Name } = readFields(DescribeSchema, body)
    const found = environmentOf(account, ServiceId).accessPaths.filter((one) => matches(one, Path, Name))
    return {
      EnableService: true,
      Total: found.length,
      APISet: found.map(({ id, path, functionName, addedAt }) => ({
        ServiceId,
        APIId: id,
        Path: path,
        Type: 1,
        Name: functionName,
        EnableAuth: false,
        AccessStatus: 1,
        CreateTime: Math.floor(addedAt / 1_000),
      })),
    }
  },
  DeleteCloudBaseGWAPI: (body, { account }) => {
    const { ServiceId, APIId, Path, Name } = readFields(DeleteSchema, body)
    const environment = environmentOf(account, ServiceId)
    if (APIId === undefined && Path === undefined && Name === undefined)
      throw new Refusal('MissingParameter', 'APIId, Path or Name')
    const goes = (one: AccessPath) => (APIId === undefined ? matches(one, Path, Name) : one.id === APIId)
    environment.accessPaths = environment.accessPaths.filter((one) => !goes(one))
    return {}
  },
}
