import { readConfig } from '../common/base/config.ts'
import { sharedEnv } from '../common/routes/sharedEnv.ts'
import { defineAuth } from '../common/runtime/environmentAuth.ts'
import { config as input } from '../oneid.config.ts'

const config = readConfig(input)

/**
 * Lets mini-programs of the same entity use this environment (跨账号环境共享), if the app registry knows them. WeChat
 * calls it when they initialise; the name is WeChat's.
 */
export const main = defineAuth('cloudbase_auth', (context, now) => {
  const { app } = sharedEnv(context, config, now)
  return app.alias
})
