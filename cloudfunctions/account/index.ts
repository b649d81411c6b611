import type { AccountReply } from '../../miniprogram/services/oneid/contract.ts'
import { readConfig } from '../common/base/config.ts'
import { account } from '../common/flows/account/index.ts'
import { readAccountRequest } from '../common/routes/accountRequest.ts'
import { callerProof } from '../common/routes/caller.ts'
import { askPhoneNumber } from '../common/runtime/cloud.ts'
import { defineMain } from '../common/runtime/handler.ts'
import { createRateLimiter, PAID_CALL } from '../common/runtime/rateLimit.ts'
import { readSecret } from '../common/runtime/secrets.ts'
import { config as input } from '../oneid.config.ts'

const config = readConfig(input)
const limiter = createRateLimiter(config.limits)

/** What people do with their own account: `wx.cloud.callFunction({ name: 'account', data: { action } })`. */
export const main = defineMain('account', async (invocation): Promise<AccountReply> => {
  const { context: raw, event, arrivedAt: now, note, ports } = invocation
  const proof = callerProof(raw, config, now)
  const request = readAccountRequest(event)
  const isPaid = request.action === 'phone' && request.phone === undefined
  limiter.caller(proof.evidence, isPaid ? 'phone' : 'account', now, isPaid ? PAID_CALL : 1)
  note({ action: request.action, route: proof.evidence.route, app: proof.app.alias })
  const secret = readSecret(config.secret)
  return account({ ...ports, now, askPhoneNumber }, config, secret, { proof, request, raw, event })
})
