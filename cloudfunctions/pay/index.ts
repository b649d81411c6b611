import type { Failure, PayReply } from '../../miniprogram/services/oneid/contract.ts'
import { readConfig } from '../common/base/config.ts'
import { pay } from '../common/flows/payment/index.ts'
import { callerProof } from '../common/routes/caller.ts'
import { readPayRequest } from '../common/routes/payRequest.ts'
import { readPlace } from '../common/routes/place.ts'
import { paymentDoors as doors } from '../common/runtime/cloudPay.ts'
import { defineMain } from '../common/runtime/handler.ts'
import { createRateLimiter } from '../common/runtime/rateLimit.ts'
import { readSecret } from '../common/runtime/secrets.ts'
import { config as input } from '../oneid.config.ts'

const config = readConfig(input)
const limiter = createRateLimiter(config.limits)

/** Orders, payments and the unionid that a payment brings: `wx.cloud.callFunction({ name: 'pay', data: { action } })`. */
export const main = defineMain(
  'pay',
  async ({ context, event, arrivedAt, ports, note }): Promise<Exclude<PayReply, Failure>> => {
    const proof = callerProof(context, config, arrivedAt)
    limiter.caller(proof.evidence, 'pay', arrivedAt)
    const request = readPayRequest(event)
    note({ action: request.action, app: proof.app.alias })
    const call = { ports, config, doors, proof, place: readPlace(context) }
    const reply = await pay(call, request, () => readSecret(config.secret))
    if ('state' in reply) note({ state: reply.state, unionid: reply.unionid })
    return reply
  },
)
