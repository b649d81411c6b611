import type { WorldApp } from '../definition.ts'
import { REFUSALS } from '../errors.ts'
import type { Tokens } from '../token/index.ts'
import type { World } from '../world.ts'

/**
 * The official account that a request's `access_token` speaks for.
 * @throws WeChatRefusal 41001, 40001, 42001; 48001 for an app of another kind
 */
export const officialAccountOf = (world: World, tokens: Tokens, token: string | undefined): WorldApp => {
  const app = world.app(tokens.appidOf(token))
  if (app.kind !== 'official-account') throw REFUSALS.notAuthorised()
  return app
}
