import type { WorldApp } from './definition.ts'
import { secretOf } from './definition.ts'
import { REFUSALS } from './errors.ts'
import type { World } from './world.ts'

/**
 * The app that an appid and its AppSecret name. Order of the checks as met in practice: missing fields first.
 * @throws WeChatRefusal 41002, 41004, 40013, 40125
 */
export const authenticateApp = (world: World, appid: unknown, secret: unknown): WorldApp => {
  if (typeof appid !== 'string' || appid === '') throw REFUSALS.missingAppid()
  if (typeof secret !== 'string' || secret === '') throw REFUSALS.missingSecret()
  const app = world.apps.find((one) => one.appid === appid)
  if (app === undefined) throw REFUSALS.invalidAppid()
  if (secret !== secretOf(app)) throw REFUSALS.invalidSecret()
  return app
}
