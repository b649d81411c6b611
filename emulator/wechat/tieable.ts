import { UserError } from '../userError.ts'
import type { WorldApp } from './definition.ts'
import type { World } from './world.ts'

/**
 * The name itself. Nobody follows a mini-program, or signs in to one: such a tie would be kept and never looked at.
 * @throws UserError APP_UNKNOWN for an app of another kind, and for none
 */
export const tieable = (world: World, wanted: string, kinds: readonly WorldApp['kind'][]): string => {
  const { alias, kind } = world.app(wanted)
  if (kinds.includes(kind)) return wanted
  const others = world.apps.filter((app) => kinds.includes(app.kind)).map((app) => app.alias)
  throw new UserError(
    'APP_UNKNOWN',
    `app: "${alias}" is a ${kind}`,
    others.length === 0 ? `This world has no ${kinds.join(', ')}.` : `Use one of: ${others.join(', ')}.`,
  )
}
