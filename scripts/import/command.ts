import type { AppRegistry } from '../../cloudfunctions/common/base/apps.ts'
import { UserError } from '../../emulator/userError.ts'
import { runRows } from './fileImport.ts'
import { connect, requireGateway } from './gateway.ts'
import { watchLongWork } from './longWork.ts'
import type { ImportOptions } from './options.ts'
import { readImportOptions, USAGE } from './options.ts'
import type { Surroundings } from './surroundings.ts'
import { targetOf } from './target.ts'

const run = async (
  options: ImportOptions,
  registry: AppRegistry,
  surroundings: Surroundings,
): Promise<number> => {
  const { task } = options
  if (task.run === 'help') {
    surroundings.say(USAGE)
    return 0
  }
  const target = targetOf(options, surroundings.environment)
  if (task.run === 'rows') return runRows(task, options, target, registry, surroundings)
  await requireGateway(target, surroundings)
  return watchLongWork(connect(target, surroundings), task, options, surroundings)
}

/**
 * `npm run import`: legacy users, followers and migrations.
 * @returns exit code: 0 done, 1 refused, 2 somebody must decide first, 130 stopped
 */
export const runImport = async (
  args: readonly string[],
  registry: AppRegistry,
  surroundings: Surroundings,
): Promise<number> => {
  try {
    return await run(readImportOptions(args), registry, surroundings)
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    surroundings.note(`${error.message}\n${error.fix}`)
    return 1
  }
}
