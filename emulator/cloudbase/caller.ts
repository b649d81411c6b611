/** Who or what calls a function, as CloudBase tells it through the environment. */
export type Caller =
  /** A person in a mini-program. */
  | {
      readonly source: 'wx_client'
      readonly appid: string
      readonly openid: string
      readonly unionid?: string
    }
  /** HTTP access, a timer, or nobody at all (a test run in the console): no person. */
  | { readonly source: 'wx_http' | 'wx_trigger' | '' }

/**
 * Environment of one call. getWXContext() shows the keys that WX_CONTEXT_KEYS lists, without their prefix, and SOURCE
 * from TCB_SOURCE (wx-server-sdk 4.0.2).
 * @param token goes back with every cloud call as wxCloudApiToken
 */
export const callEnvironment = (caller: Caller, token: string): Record<string, string> => {
  const person: Record<string, string> =
    caller.source === 'wx_client'
      ? {
          WX_OPENID: caller.openid,
          WX_APPID: caller.appid,
          ...(caller.unionid !== undefined && { WX_UNIONID: caller.unionid }),
          WX_CLIENTIP: '127.0.0.1',
        }
      : {}
  return {
    ...person,
    WX_API_TOKEN: token,
    WX_CONTEXT_KEYS: [...Object.keys(person), 'WX_API_TOKEN'].join(','),
    ...(caller.source !== '' && { TCB_SOURCE: caller.source }),
  }
}
