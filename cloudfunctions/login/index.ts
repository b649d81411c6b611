import type { SignedIn } from '../../miniprogram/services/oneid/contract.ts'
import { readConfig } from '../common/base/config.ts'
import { signIn } from '../common/flows/signIn.ts'
import { wxContext } from '../common/routes/wxContext.ts'
import { defineMain } from '../common/runtime/handler.ts'
import { config as input } from '../oneid.config.ts'

const config = readConfig(input)

/** Signs the caller in: `wx.cloud.callFunction({ name: 'login' })`. The event is not looked at. */
export const main = defineMain('login', async ({ context, arrivedAt, note, ...ports }): Promise<SignedIn> => {
  const { evidence, app } = wxContext(context, config, arrivedAt)
  note({ route: evidence.route, app: app.alias })
  const { userId, isNew, visibility, decision } = await signIn(ports, config, evidence)
  note({ userId, decision: decision.kind, ...('reason' in decision && { conflict: decision.reason }) })
  return { ok: true, userId, isNew, ...visibility }
})
