import type { AdminReply, Failure } from '../../miniprogram/services/oneid/contract.ts'
import { readConfig } from '../common/base/config.ts'
import { administer } from '../common/flows/admin/administer.ts'
import { readAdminRequest } from '../common/routes/adminRequest.ts'
import { callerProof } from '../common/routes/caller.ts'
import { defineMain } from '../common/runtime/handler.ts'
import { createRateLimiter } from '../common/runtime/rateLimit.ts'
import { readSecret } from '../common/runtime/secrets.ts'
import { config as input } from '../oneid.config.ts'

const config = readConfig(input)
const limiter = createRateLimiter(config.limits)

/** For administrators: find, show, merge, split, conflicts. Everybody else is refused. */
export const main = defineMain(
  'admin',
  async ({ context, event, arrivedAt, note, ports }): Promise<Exclude<AdminReply, Failure>> => {
    const { evidence, app } = callerProof(context, config, arrivedAt)
    limiter.caller(evidence, 'admin', arrivedAt)
    const request = readAdminRequest(event)
    note({ app: app.alias, action: request.action })
    const secret = readSecret(config.secret)
    const setupFingerprint = () => readSecret('ONEID_FIRST_ADMIN')
    return administer({ ports, config, secret, setupFingerprint, now: arrivedAt }, evidence, request)
  },
)
