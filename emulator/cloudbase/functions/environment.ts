import { mkdirSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Caller } from '../caller.ts'
import { callEnvironment } from '../caller.ts'
import type { Credential } from '../credentials.ts'
import type { CallContext } from './instance/messages.ts'

/** The one environment (环境) that the local cloud has. */
export const ENVIRONMENT_ID = 'local'

/** The account that owns the environment: ids of ten and twelve digits on the platform, and nobody's here. */
export const ACCOUNT = { APPID: '1000000000', UIN: '100000000000' } as const

const REGION = 'ap-shanghai'
const VERSION = '$LATEST'

/**
 * Environment of an instance. With RUNENV=SCF the SDK asks no metadata server; TCB_CONTEXT_CNFG.URL is where all its
 * requests go; TCB_ENV and SCF_NAMESPACE must agree, or node-sdk takes the second (wx-server-sdk 4.0.2,
 * @cloudbase/node-sdk 3.17.2). The others are built into every function: tencentcloud.com/document/product/583/32748.
 * @param adminUrl address of the wire on this machine
 */
export const instanceEnvironment = (
  functionName: string,
  adminUrl: string,
  { secretId, secretKey }: Credential,
): Record<string, string> => ({
  TENCENTCLOUD_RUNENV: 'SCF',
  TENCENTCLOUD_REGION: REGION,
  TENCENTCLOUD_APPID: ACCOUNT.APPID,
  TENCENTCLOUD_UIN: ACCOUNT.UIN,
  TENCENTCLOUD_SECRETID: secretId,
  TENCENTCLOUD_SECRETKEY: secretKey,
  TENCENTCLOUD_SESSIONTOKEN: 'local',
  TCB_ENV: ENVIRONMENT_ID,
  SCF_NAMESPACE: ENVIRONMENT_ID,
  SCF_FUNCTIONNAME: functionName,
  SCF_FUNCTIONVERSION: VERSION,
  TCB_CONTEXT_CNFG: JSON.stringify({ URL: adminUrl }),
})

/** Stands for `http://127.0.0.1:<port>/http`: whoever writes the settings does not know the port yet. */
const HTTP_ADDRESS = '{{local.http}}'

/** The team's variables, with the address under which functions are reached by HTTP filled in. */
export const withAddress = (
  variables: Readonly<Record<string, string>>,
  httpUrl: string,
): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(variables).map(([name, value]) => [
      name,
      value.replaceAll(HTTP_ADDRESS, () => `${httpUrl}/http`),
    ]),
  )

/**
 * A function writes to /tmp and nowhere else; os.tmpdir() says so where no variable says otherwise. Windows needs the
 * folder and the variables. Here all instances share it; on the platform each has its own.
 */
export const temporaryFolder = (): Readonly<Record<string, string>> => {
  if (process.platform !== 'win32') return {}
  const folder = resolve('/tmp')
  mkdirSync(folder, { recursive: true })
  return { TEMP: folder, TMP: folder }
}

/**
 * What a call adds to the environment of its instance. node-sdk sees a TCB_ variable only if TCB_CONTEXT_KEYS lists
 * it: without TCB_SOURCE there, a function that it calls would not learn the chain of callers. The list and
 * TRIGGER_SRC `tcb` are from a context that a function printed in 2020; a timer's token has a name of its own
 * (@cloudbase/node-sdk 3.17.2, wxCloudToken).
 * @param token goes back with every cloud call as wxCloudApiToken
 */
export const callVariables = (
  caller: Caller,
  requestId: string,
  token: string,
): Readonly<Record<string, string>> => {
  const timer = caller.source === 'wx_trigger'
  const listed: Record<string, string> = {
    TCB_ENV: ENVIRONMENT_ID,
    TCB_SEQID: requestId,
    TRIGGER_SRC: timer ? 'timer' : 'tcb',
    TCB_ISANONYMOUS_USER: 'false',
    ...(caller.source !== '' && { TCB_SOURCE: caller.source }),
  }
  return {
    ...callEnvironment(caller, token),
    ...listed,
    TCB_CONTEXT_KEYS: Object.keys(listed).join(','),
    ...(timer && { WX_TRIGGER_API_TOKEN_V0: token }),
  }
}

export const callContext = (
  functionName: string,
  requestId: string,
  timeoutSeconds: number,
  memoryMb: number,
): CallContext => ({
  request_id: requestId,
  function_name: functionName,
  function_version: VERSION,
  namespace: ENVIRONMENT_ID,
  time_limit_in_ms: timeoutSeconds * 1_000,
  memory_limit_in_mb: memoryMb,
  tencentcloud_region: REGION,
  tencentcloud_appid: ACCOUNT.APPID,
  tencentcloud_uin: ACCOUNT.UIN,
})
