import * as v from 'valibot'
import type { App, AppRegistry } from '../base/apps.ts'
import { OneIdError } from '../base/errors.ts'

/** Short name of an app, as the app registry has it; appids are no secret, but nobody needs to type one. */
export const AppAliasSchema = v.pipe(v.string(), v.regex(/^[a-z][a-z0-9-]{0,31}$/))

/**
 * The registered app of this name, if its kind is one of those that may come through this door.
 * @throws OneIdError APP_NOT_REGISTERED, APP_KIND_WRONG
 */
export const appNamed = (registry: AppRegistry, alias: string, kinds?: readonly App['kind'][]): App => {
  const app = registry.apps.find((one) => one.alias === alias)
  if (app === undefined) throw new OneIdError('APP_NOT_REGISTERED', 'no app of this name', { field: 'app' })
  if (kinds !== undefined && !kinds.includes(app.kind))
    throw new OneIdError('APP_KIND_WRONG', `${alias} is a ${app.kind}`, { field: 'app' })
  return app
}
