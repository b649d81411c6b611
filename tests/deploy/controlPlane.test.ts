import { createHash } from 'node:crypto'
import * as v from 'valibot'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Secret } from '../../cloudfunctions/common/base/secret.ts'
import type { ControlPlane } from '../../emulator/controlPlane/index.ts'
import { createControlPlane } from '../../emulator/controlPlane/index.ts'
import type { ControlPlaneClient, Service } from '../../scripts/deploy/controlPlane.ts'
import { ControlPlaneError, createControlPlaneClient } from '../../scripts/deploy/controlPlane.ts'
import { createSend } from '../../scripts/deploy/send.ts'

/** The control plane of this machine, asked by the client that deploys. */

const ENV = 'shop-1a2b3c'
const KEY = { secretId: 'AKIDtest', secretKey: 'control-plane-key-of-a-test' }

let plane: ControlPlane
let client: ControlPlaneClient

const clientWith = (secretKey: string, authority = plane.authority): ControlPlaneClient =>
  createControlPlaneClient({
    key: { secretId: KEY.secretId, secretKey: new Secret(secretKey) },
    region: 'ap-shanghai',
    send: createSend({ proxy: plane.proxyUrl, authority }),
    now: Date.now,
  })

beforeEach(async () => {
  plane = await createControlPlane({ key: KEY, environments: [ENV, 'other-1a2b3c'] })
  client = clientWith(KEY.secretKey)
})
afterEach(() => plane.close())

const AnySchema = v.pipe(
  v.record(v.string(), v.unknown()),
  v.transform(({ RequestId: _RequestId, ...fields }) => fields),
)

const ask = (service: Service, action: string, body: object = {}) =>
  client.call(service, action, body, AnySchema)

const codeOf = async (promise: Promise<unknown>): Promise<string> => {
  try {
    await promise
  } catch (error) {
    if (error instanceof ControlPlaneError) return error.code
  }
  return 'no refusal'
}

/** Info-ZIP 3.0: `index.js` with `exports.main = async (event) => ({ event, team: process.env.TEAM })`. */
const ZIP_FILE =
  'UEsDBBQAAAAIAAAAdF01SbtjQgAAAEQAAAAIAAAAaW5kZXguanNLrSjILyop1stNzMxTsFVILK7MS1bQSC1LzSvRVLC1U9CoVgBz' +
  'dBRKUhNzrRQKivKTU4uL9VLzyvRCXB19FWo1uQBQSwECHgMUAAAACAAAAHRdNUm7Y0IAAABEAAAACAAAAAAAAAABAAAApIEAAAAA' +
  'aW5kZXguanNQSwUGAAAAAAEAAQA2AAAAaAAAAAAA'

const NAMED = { FunctionName: 'hello', Namespace: ENV }
const FUNCTION = {
  ...NAMED,
  Runtime: 'Nodejs20.19',
  Handler: 'index.main',
  Timeout: 5,
  MemorySize: 256,
  Environment: { Variables: [{ Key: 'TEAM', Value: 'blue' }] },
  Code: { ZipFile: ZIP_FILE },
}
const create = () => ask('scf', 'CreateFunction', FUNCTION)
const get = () => ask('scf', 'GetFunction', NAMED)

describe('who asks', () => {
  it('needs the account’s key', async () => {
    expect(await codeOf(clientWith('another').call('tcb', 'DescribeEnvs', {}, AnySchema))).toBe(
      'AuthFailure.SignatureFailure',
    )
    expect(plane.asked).toEqual([])
  })

  it('needs to trust its authority', async () => {
    const other = await createControlPlane({ key: KEY, environments: [] })
    const stranger = clientWith(KEY.secretKey, other.authority)
    expect(await codeOf(stranger.call('tcb', 'DescribeEnvs', {}, AnySchema))).toBe('NoAnswer')
    await other.close()
  })

  it('reaches nothing else', async () => {
    expect(await codeOf(client.download('GetFunctionAddress', 'https://example.com/'))).toBe('NoAnswer')
    expect(plane.unreachable).toEqual(['example.com'])
  })

  it('is told of an action or a field that is not there', async () => {
    expect(await codeOf(ask('tcb', 'CreateFunction', FUNCTION))).toBe('InvalidAction')
    expect(await codeOf(ask('tcb', 'toString'))).toBe('InvalidAction')
    expect(await codeOf(ask('scf', 'CreateFunction', { ...FUNCTION, Timeuot: 5 }))).toBe('UnknownParameter')
    expect(await codeOf(ask('scf', 'GetFunction', { Namespace: ENV }))).toBe('MissingParameter')
    expect(await codeOf(ask('scf', 'CreateFunction', { ...FUNCTION, Timeout: 'abc' }))).toBe(
      'InvalidParameterValue',
    )
    expect(plane.asked.map(({ service, action }) => `${service} ${action}`)).toEqual([
      'tcb CreateFunction',
      'tcb toString',
      'scf CreateFunction',
      'scf GetFunction',
      'scf CreateFunction',
    ])
  })
})

describe('a function', () => {
  it('is Creating for one look, and cannot be changed until then', async () => {
    await create()
    const code = { ...NAMED, Code: { ZipFile: ZIP_FILE } }
    expect(await codeOf(ask('scf', 'UpdateFunctionCode', code))).toBe('FailedOperation.FunctionStatusError')
    expect(await get()).toMatchObject({ Status: 'Creating' })
    expect(await get()).toMatchObject({ Status: 'Active', Timeout: 5, Triggers: [] })
    await ask('scf', 'UpdateFunctionCode', code)
    expect(await get()).toMatchObject({ Status: 'Updating' })
    expect(await get()).toMatchObject({ Status: 'Active' })
  })

  it('exists once, in its own environment', async () => {
    await create()
    expect(await codeOf(create())).toBe('ResourceInUse.FunctionName')
    const elsewhere = { ...NAMED, Namespace: 'other-1a2b3c' }
    expect(await codeOf(ask('scf', 'GetFunction', elsewhere))).toBe('ResourceNotFound.Function')
    expect(await ask('scf', 'ListFunctions', { Namespace: ENV })).toMatchObject({
      TotalCount: 1,
      Functions: [{ FunctionName: 'hello', Runtime: 'Nodejs20.19' }],
    })
    await ask('scf', 'DeleteFunction', NAMED)
    expect(await codeOf(get())).toBe('ResourceNotFound.Function')
  })

  it.each([
    ['no zip', Buffer.from('no zip').toString('base64'), 'index.main'],
    ['more than 1.5 MB', Buffer.alloc(1_572_865).toString('base64'), 'index.main'],
    ['no file of the handler', ZIP_FILE, 'main.main'],
  ])('is not created of %s', async (_, ZipFile, Handler) => {
    const body = { ...FUNCTION, Handler, Code: { ZipFile } }
    expect(await codeOf(ask('scf', 'CreateFunction', body))).toBe('InvalidParameterValue.ZipFile')
  })

  it('has its code where the address says, by its hash', async () => {
    await create()
    const AddressSchema = v.object({ Url: v.string(), CodeSha256: v.string() })
    const { Url, CodeSha256 } = await client.call('scf', 'GetFunctionAddress', NAMED, AddressSchema)
    const code = await client.download('GetFunctionAddress', Url)
    expect(code.toString('base64')).toBe(ZIP_FILE)
    expect(createHash('sha256').update(code).digest('hex')).toBe(CodeSha256)
    expect(await codeOf(client.download('GetFunctionAddress', Url.replace('hello', 'other')))).toBe(
      'NoAnswer',
    )
  })

  it('keeps triggers that are not named again', async () => {
    await create()
    const trigger = (TriggerName: string, TriggerDesc: string) =>
      ask('scf', 'BatchCreateTrigger', {
        ...NAMED,
        Triggers: JSON.stringify([{ TriggerName, Type: 'timer', TriggerDesc }]),
        Count: 1,
      })
    await trigger('first', '0 0 2 * * * *')
    await trigger('second', '0 0 3 * * * *')
    await trigger('first', '0 0 4 * * * *')
    expect(await get()).toMatchObject({
      Triggers: [
        { TriggerName: 'second', Type: 'timer', TriggerDesc: '{"cron":"0 0 3 * * * *"}' },
        { TriggerName: 'first', Type: 'timer', TriggerDesc: '{"cron":"0 0 4 * * * *"}' },
      ],
    })
    expect(await codeOf(trigger('third', '0 2 * * *'))).toBe('InvalidParameter')
    const gone = { ...NAMED, TriggerName: 'second', Type: 'timer' }
    await ask('scf', 'DeleteTrigger', gone)
    expect(await codeOf(ask('scf', 'DeleteTrigger', gone))).toBe('ResourceNotFound.Trigger')
    expect(await get()).toMatchObject({ Triggers: [{ TriggerName: 'first' }] })
  })

  it('has the variables of the last change, and keeps them when none are named', async () => {
    await create()
    await get()
    await ask('scf', 'UpdateFunctionConfiguration', { ...NAMED, Timeout: 9 })
    await get()
    expect(await get()).toMatchObject({ Timeout: 9, Environment: FUNCTION.Environment })
    const Environment = { Variables: [{ Key: 'OTHER', Value: '1' }] }
    await ask('scf', 'UpdateFunctionConfiguration', { ...NAMED, Environment })
    expect(await get()).toMatchObject({ Timeout: 9, Environment })
  })

  it('runs with its variables, and its log is kept', async () => {
    await create()
    const Result = { InvokeResult: 0, RetMsg: '{"event":{"a":1},"team":"blue"}', ErrMsg: '' }
    const answer = await ask('scf', 'Invoke', { ...NAMED, ClientContext: '{"a":1}', LogType: 'Tail' })
    expect(answer).toMatchObject({ Result })
    const logs = await ask('tcb', 'GetFunctionLogs', { EnvId: ENV, FunctionName: 'hello' })
    expect(logs).toMatchObject({ TotalCount: 1, LogList: [{ RetCode: 0 }] })
    expect(await codeOf(ask('scf', 'Invoke', { ...NAMED, ClientContext: '{' }))).toBe('InvalidParameter')
  })
})

describe('a collection', () => {
  const MongoConnector = { DatabaseName: `tnt-${ENV}`, InstanceId: 'flexdb' }
  const table = { EnvId: ENV, TableName: 'users', MongoConnector }
  const index = {
    IndexName: 'by_phone',
    MgoKeySchema: { MgoIsUnique: true, MgoIndexKeys: [{ Name: 'phone.hash', Direction: '1' }] },
  }
  const named = { EnvId: ENV, CollectionName: 'users' }

  it('is found with its indexes, once it was created', async () => {
    expect(await codeOf(ask('tcb', 'DescribeTable', table))).toBe('ResourceNotFound')
    await ask('tcb', 'CreateTable', table)
    expect(await codeOf(ask('tcb', 'CreateTable', table))).toBe('ResourceInUse')
    await ask('tcb', 'UpdateTable', { ...table, CreateIndexes: [index] })
    expect(await codeOf(ask('tcb', 'UpdateTable', { ...table, CreateIndexes: [index] }))).toBe(
      'ResourceInUse',
    )
    expect(await ask('tcb', 'DescribeTable', table)).toEqual({
      IndexNum: 2,
      Indexes: [
        { Name: '_id_', Unique: true, Keys: [{ Name: '_id', Direction: '1' }] },
        { Name: 'by_phone', Unique: true, Keys: [{ Name: 'phone.hash', Direction: '1' }] },
      ],
    })
    await ask('tcb', 'UpdateTable', { ...table, DropIndexes: [{ IndexName: 'by_phone' }] })
    expect(await ask('tcb', 'DescribeTable', table)).toMatchObject({ IndexNum: 1 })
  })

  it('has a permission or a rule', async () => {
    await ask('tcb', 'CreateTable', table)
    expect(await ask('tcb', 'DescribeSafeRule', named)).toEqual({ AclTag: 'PRIVATE' })
    await ask('tcb', 'ModifyDatabaseACL', { ...named, AclTag: 'ADMINONLY' })
    expect(await ask('tcb', 'DescribeSafeRule', named)).toEqual({ AclTag: 'ADMINONLY' })
    const rule = { AclTag: 'CUSTOM', Rule: '{"read":false,"write":false}' }
    await ask('tcb', 'ModifySafeRule', { ...named, ...rule })
    expect(await ask('tcb', 'DescribeSafeRule', named)).toEqual(rule)
    expect(await codeOf(ask('tcb', 'ModifySafeRule', { ...named, ...rule, Rule: 'read' }))).toBe(
      'InvalidParameterValue',
    )
  })
})

it('functions of an environment have a rule', async () => {
  const which = { EnvId: ENV, ResourceType: 'FUNCTION' }
  const rule = { AclTag: 'CUSTOM', Rule: '{"*":{"invoke":true}}' }
  expect(await ask('tcb', 'DescribeSecurityRule', which)).toEqual({})
  await ask('tcb', 'ModifySecurityRule', { ...which, ...rule })
  expect(await ask('tcb', 'DescribeSecurityRule', which)).toEqual(rule)
})

it('a path of the HTTP access service leads to a function that is there', async () => {
  const path = { ServiceId: ENV, Type: 1, Path: '/hello', Name: 'hello', EnableUnion: true }
  expect(await codeOf(ask('tcb', 'CreateCloudBaseGWAPI', path))).toBe('ResourceNotFound.Function')
  await create()
  await ask('tcb', 'CreateCloudBaseGWAPI', path)
  expect(await codeOf(ask('tcb', 'CreateCloudBaseGWAPI', path))).toBe('InvalidParameter.APICreated')
  const service = { ServiceId: ENV, EnableUnion: true }
  expect(await ask('tcb', 'DescribeCloudBaseGWAPI', service)).toMatchObject({
    EnableService: true,
    APISet: [{ Path: '/hello', Name: 'hello', Type: 1 }],
  })
  expect(await ask('tcb', 'DescribeCloudBaseGWService', service)).toMatchObject({
    DefaultDomain: `${ENV}.service.tcloudbase.com`,
    ServiceSet: [{ ServiceId: ENV }],
  })
  await ask('tcb', 'DeleteCloudBaseGWAPI', { ServiceId: ENV, Path: '/hello' })
  expect(await ask('tcb', 'DescribeCloudBaseGWAPI', service)).toMatchObject({ APISet: [] })
})

describe('what goes wrong', () => {
  it('is refused as often as it is set, and nothing is done', async () => {
    plane.faults.set('CreateFunction', { kind: 'refuse', code: 'RequestLimitExceeded' }, 2)
    expect(await codeOf(create())).toBe('RequestLimitExceeded')
    expect(await codeOf(create())).toBe('RequestLimitExceeded')
    expect(await codeOf(get())).toBe('ResourceNotFound.Function')
    expect(await codeOf(create())).toBe('no refusal')
  })

  it('is a connection that is lost, before or after something is done', async () => {
    plane.faults.set('CreateFunction', { kind: 'drop', when: 'before' }, 1)
    expect(await codeOf(create())).toBe('NoAnswer')
    expect(await codeOf(get())).toBe('ResourceNotFound.Function')
    plane.faults.set('CreateFunction', { kind: 'drop', when: 'after' })
    expect(await codeOf(create())).toBe('NoAnswer')
    plane.faults.clear()
    expect(await codeOf(create())).toBe('ResourceInUse.FunctionName')
  })

  it('is an answer that takes its time', async () => {
    plane.faults.set('DescribeEnvs', { kind: 'slow', ms: 50 })
    const began = performance.now()
    expect(await ask('tcb', 'DescribeEnvs', { EnvId: ENV })).toMatchObject({ EnvList: [{ EnvId: ENV }] })
    expect(performance.now() - began).toBeGreaterThan(45)
  })
})
