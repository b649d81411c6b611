import { parseArgs } from 'node:util'
import { UserError } from '../../emulator/userError.ts'

/**
 * The words of a command that speaks to a running local cloud: `--url`, `--help`, and what else was typed.
 * @throws UserError OPTION_INVALID with the usage
 */
export const readCommandLine = (usage: string) => {
  try {
    return parseArgs({
      options: {
        url: { type: 'string', default: 'http://127.0.0.1:8790' },
        help: { type: 'boolean', default: false },
      },
      allowPositionals: true,
    })
  } catch (error) {
    throw new UserError('OPTION_INVALID', error instanceof Error ? error.message : String(error), usage)
  }
}
