import { buildFunctions } from '../scripts/build/functions.ts'
import { PATHS } from '../scripts/project/paths.ts'

/** Before the groups that run the bundles: builds them once, if anything has changed. */
export const setup = async (): Promise<void> => {
  await buildFunctions({ root: PATHS.functionSources, out: PATHS.builtFunctions })
}
