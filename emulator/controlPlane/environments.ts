import * as v from 'valibot'
import type { Actions } from './action.ts'
import { readFields } from './errors.ts'
import type { Environment } from './state.ts'
import { environmentOf } from './state.ts'

const REGION = 'ap-shanghai'
/** Where the database of an environment is, in requests about its collections. */
export const databaseOf = ({ id }: Environment): string => `tnt-${id}`

/** DescribeEnvs, cloud.tencent.com/document/product/876/34820; the fields that @cloudbase/cli 2.12.10 reads, 2026-11. */
const described = (environment: Environment) => {
  const { id } = environment
  return {
    EnvId: id,
    Alias: id,
    Status: 'NORMAL',
    Region: REGION,
    EnvType: 'baas',
    Source: 'miniapp',
    PackageId: 'basic',
    PackageName: 'basic',
    Functions: [{ Namespace: id, Region: REGION }],
    Databases: [{ InstanceId: databaseOf(environment), Region: REGION, Status: 'RUNNING' }],
    Storages: [{ Bucket: `${id}-1`, Region: REGION, CdnDomain: `${id}.tcb.qcloud.la`, AppId: '1' }],
    StaticStorages: [],
    LogServices: [
      { LogsetName: id, LogsetId: `logset-${id}`, TopicName: id, TopicId: `topic-${id}`, Region: REGION },
    ],
  }
}

const EnvsSchema = v.strictObject({
  EnvId: v.optional(v.string()),
  IsVisible: v.optional(v.boolean()),
  Channels: v.optional(v.array(v.string())),
})

export const ENVIRONMENT_ACTIONS: Actions = {
  DescribeEnvs: (body, { account }) => {
    const { EnvId } = readFields(EnvsSchema, body)
    const all = [...account.environments.values()]
    const found = EnvId === undefined ? all : all.filter(({ id }) => id === EnvId)
    return { EnvList: found.map(described), Total: found.length }
  },
  DescribeEnvInfo: (body, { account }) => {
    const { EnvId } = readFields(v.strictObject({ EnvId: v.string() }), body)
    return { EnvInfo: { EnvBaseInfo: described(environmentOf(account, EnvId)) } }
  },
}
