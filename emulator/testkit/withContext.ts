import { AsyncLocalStorage } from 'node:async_hooks'
import { callEnvironment } from '../cloudbase/caller.ts'
import { instanceEnvironment } from '../cloudbase/functions/environment.ts'

/** The caller that `cloud.getWXContext()` shows. */
export interface MockedContext {
  readonly OPENID: string
  readonly APPID: string
  readonly UNIONID?: string
}

const inside = new AsyncLocalStorage<true>()
let last: Promise<unknown> = Promise.resolve()

/** Writes variables into process.env and answers how to put back what was there. */
const writeEnvironment = (variables: Readonly<Record<string, string>>): (() => void) => {
  const before = Object.keys(variables).map((key) => [key, process.env[key]] as const)
  Object.assign(process.env, variables)
  return () => {
    for (const [key, value] of before) {
      if (value === undefined) delete process.env[key]
      else process.env[key] = value
    }
  }
}

/**
 * Runs a cloud function's handler with a mocked WeChat context: inside `run`, `cloud.getWXContext()` of the real SDK
 * answers these ids with SOURCE `wx_client`, as if a mini-program had called. Needs no server.
 *
 * The context lives in process.env, as on the platform, so calls that are started at the same time run one after the
 * other.
 * @example await withContext({ OPENID: 'oAlice', APPID: 'wx5a3e1f0c7b2d4e61' }, () => main({}, {}))
 * @throws Error when called inside itself, which would wait for itself
 */
export const withContext = <Result>(
  context: MockedContext,
  run: () => Result | Promise<Result>,
): Promise<Result> => {
  if (inside.getStore())
    throw new Error('withContext() inside withContext(): await the first one, then start the second')
  const { OPENID, APPID, UNIONID } = context
  const caller = {
    source: 'wx_client',
    openid: OPENID,
    appid: APPID,
    ...(UNIONID !== undefined && { unionid: UNIONID }),
  } as const
  const turn = last.then(async () => {
    // No request is answered: port 9 of this machine is nobody's.
    const nowhere = instanceEnvironment('test', 'http://127.0.0.1:9/admin', {
      secretId: 'LOCAL',
      secretKey: 'LOCAL',
    })
    const restore = writeEnvironment({ ...nowhere, ...callEnvironment(caller, 'LOCAL') })
    try {
      return await inside.run(true, run)
    } finally {
      restore()
    }
  })
  last = turn.catch(() => undefined)
  return turn
}
