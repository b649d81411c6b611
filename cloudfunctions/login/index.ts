import type { SignedIn } from '../../miniprogram/services/oneid/contract.ts'
import { readConfig } from '../common/base/config.ts'
import { prove } from '../common/flows/prove.ts'
import { signIn } from '../common/flows/signIn.ts'
import { callerProof } from '../common/routes/caller.ts'
import { readLoginRequest } from '../common/routes/loginRequest.ts'
import { defineMain } from '../common/runtime/handler.ts'
import { createRateLimiter } from '../common/runtime/rateLimit.ts'
import { readSecret } from '../common/runtime/secrets.ts'
import { config as input } from '../oneid.config.ts'

const config = readConfig(input)
const limiter = createRateLimiter(config.limits)

/**
 * Signs the caller in: `wx.cloud.callFunction({ name: 'login' })`. Ids in the event are not looked at; a code, open data
 * or a CloudID in it can bring a unionid that the context did not have.
 */
export const main = defineMain(
  'login',
  async ({ context, event, arrivedAt, note, everyday, ports }): Promise<SignedIn> => {
    const caller = callerProof(context, config, arrivedAt)
    note({ app: caller.app.alias })
    limiter.caller(caller.evidence, 'login', arrivedAt)
    const given = { context, event, request: readLoginRequest(event) }
    const { evidence } = await prove({ db: ports.db, fetch, secretOf: readSecret }, caller, given)
    const { userId, isNew, visibility, decision } = await signIn(ports, config, evidence)
    note({ route: evidence.route, userId, decision: decision.kind })
    if ('reason' in decision) note({ conflict: decision.reason })
    if (decision.kind === 'sign-in') everyday(config.logOneIn)
    return { ok: true, userId, isNew, ...visibility }
  },
)
