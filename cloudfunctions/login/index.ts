import type { SignedIn } from '../../miniprogram/services/oneid/contract.ts'
import { readConfig } from '../common/base/config.ts'
import { signIn } from '../common/flows/signIn.ts'
import { wxContext } from '../common/routes/wxContext.ts'
import { defineMain } from '../common/runtime/handler.ts'
import { config } from '../oneid.config.ts'

const registry = readConfig(config)

/** Signs the caller in: `wx.cloud.callFunction({ name: 'login' })`. The event is not looked at. */
export const main = defineMain(
  'login',
  async ({ context, arrivedAt, db, random, note }): Promise<SignedIn> => {
    const proof = wxContext(context, registry, arrivedAt)
    note({ route: proof.evidence.route, app: proof.app.alias })
    const { userId, isNew, visibility, decision } = await signIn(db, random, proof)
    note({ userId, decision: decision.kind, ...('reason' in decision && { conflict: decision.reason }) })
    return { ok: true, userId, isNew, ...visibility }
  },
)
