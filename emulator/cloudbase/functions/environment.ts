import type { Credential } from '../credentials.ts'

/** The one environment (环境) that the local cloud has. */
export const ENVIRONMENT_ID = 'local'

/**
 * Environment of an instance. With RUNENV=SCF the SDK asks no metadata server; TCB_CONTEXT_CNFG.URL is where all its
 * requests go; TCB_ENV and SCF_NAMESPACE must agree, or node-sdk takes the second (wx-server-sdk 4.0.2,
 * @cloudbase/node-sdk 3.17.2).
 * @param adminUrl address of the wire on this machine
 */
export const instanceEnvironment = (
  functionName: string,
  adminUrl: string,
  { secretId, secretKey }: Credential,
): Record<string, string> => ({
  TENCENTCLOUD_RUNENV: 'SCF',
  TENCENTCLOUD_REGION: 'ap-shanghai',
  TENCENTCLOUD_SECRETID: secretId,
  TENCENTCLOUD_SECRETKEY: secretKey,
  TENCENTCLOUD_SESSIONTOKEN: 'local',
  TCB_ENV: ENVIRONMENT_ID,
  SCF_NAMESPACE: ENVIRONMENT_ID,
  SCF_FUNCTIONNAME: functionName,
  TCB_CONTEXT_CNFG: JSON.stringify({ URL: adminUrl }),
})
