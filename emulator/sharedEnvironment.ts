import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { failureWords } from './cloudbase/functions/failure.ts'
import type { Functions } from './cloudbase/functions/index.ts'
import type { SharedCaller } from './wechat/sharing/index.ts'
import { AUTH_FUNCTION, judgeAuth, SHARING_REFUSALS } from './wechat/sharing/index.ts'

/** The environment of the local cloud, as mini-programs of other accounts come into it. */
export interface SharedEnvironment {
  /**
   * `init` of a Cloud: asks cloudbase_auth. Answers what the phone's calls bring along until its next init.
   * @throws SharingRefusal
   */
  readonly init: (caller: SharedCaller) => Promise<string>
  /**
   * Lets a call in that brings what its init got; one that brings nothing goes through an init of its own.
   * @throws SharingRefusal
   */
  readonly admit: (caller: SharedCaller, authInfo: string | undefined) => Promise<void>
}

export const createSharedEnvironment = (functions: Functions): SharedEnvironment => {
  const key = randomBytes(32)
  /** Of one person in one app: nobody comes in with what another was given. */
  const authInfoOf = ({ fromAppid, fromOpenid }: SharedCaller): string =>
    createHmac('sha256', key).update(`${fromAppid} ${fromOpenid}`).digest('hex')

  const isIssued = (given: string, caller: SharedCaller): boolean => {
    const [one, other] = [Buffer.from(given), Buffer.from(authInfoOf(caller))]
    return one.length === other.length && timingSafeEqual(one, other)
  }

  const init = async (caller: SharedCaller): Promise<string> => {
    // Assumption: the event is empty; the guide shows only what the context has.
    const outcome = await functions.call(AUTH_FUNCTION, {}, { source: 'wx_client', ...caller })
    if ('failure' in outcome) {
      if (outcome.failure.kind === 'not-found') throw SHARING_REFUSALS.noAuthFunction()
      throw SHARING_REFUSALS.missingAuthInfo(`${AUTH_FUNCTION} failed: ${failureWords(outcome.failure)}`)
    }
    judgeAuth(outcome.result)
    return authInfoOf(caller)
  }
  return {
    init,
    admit: async (caller, authInfo) => {
      if (authInfo === undefined) await init(caller)
      else if (!isIssued(authInfo, caller)) throw SHARING_REFUSALS.missingAuthInfo('await init() first')
    },
  }
}
