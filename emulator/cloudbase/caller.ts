/** Who or what calls a function, as CloudBase tells it through the environment. */
export interface Caller {
  /**
   * Chain of callers, first caller first: `wx_client`, `wx_client,scf` when a function called this one, `wx_http`,
   * `wx_trigger`, `wx_paycallback`; empty when the platform says nothing (a test run in the console).
   */
  readonly source: string
  /** The person and the mini-program at the head of the chain; absent for everything else. */
  readonly appid?: string
  readonly openid?: string
  readonly unionid?: string
  /** The same of a person who came from an app of another account: the environment is shared with it. */
  readonly fromAppid?: string
  readonly fromOpenid?: string
  readonly fromUnionid?: string
  /** JSON text that names the event fields which the platform itself filled from CloudIDs. */
  readonly openDataInfo?: string
}

/**
 * Environment of one call. getWXContext() shows the keys that WX_CONTEXT_KEYS lists, without their prefix, and SOURCE
 * from TCB_SOURCE (wx-server-sdk 4.0.2).
 * @param token goes back with every cloud call as wxCloudApiToken
 */
export const callEnvironment = (caller: Caller, token: string): Record<string, string> => {
  const { source, appid, openid, unionid, fromAppid, fromOpenid, fromUnionid, openDataInfo } = caller
  const fromClient = openid !== undefined || fromOpenid !== undefined
  const shown: Record<string, string> = {
    ...(openid !== undefined && { WX_OPENID: openid }),
    ...(fromClient && { WX_CLIENTIP: '127.0.0.1' }),
    ...(appid !== undefined && { WX_APPID: appid }),
    ...(unionid !== undefined && { WX_UNIONID: unionid }),
    ...(fromOpenid !== undefined && { WX_FROM_OPENID: fromOpenid }),
    ...(fromAppid !== undefined && { WX_FROM_APPID: fromAppid }),
    ...(fromUnionid !== undefined && { WX_FROM_UNIONID: fromUnionid }),
    ...(openDataInfo !== undefined && { WX_OPEN_DATA_INFO: openDataInfo }),
    WX_API_TOKEN: token,
  }
  return {
    ...shown,
    WX_CONTEXT_KEYS: Object.keys(shown).join(','),
    ...(source !== '' && { TCB_SOURCE: source }),
  }
}
