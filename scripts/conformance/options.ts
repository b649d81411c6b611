import { parseArgs } from 'node:util'

/** What `npm run conformance` is to do. */
export type ConformanceOptions =
  | { readonly run: 'locally'; readonly topic: string }
  | { readonly run: 'assumptions' }
  | { readonly run: 'environment'; readonly env: string; readonly topic: string }

export const USAGE = `npm run conformance                                  the local cloud, with three versions of the SDK
npm run conformance -- --topic database.update       only ids that begin so
npm run conformance -- --assumptions                 what the local cloud assumes, and the cases that would refute it
npm run conformance -- --env <id> --confirm <id>     a real environment: deploys a function, writes and deletes data
npm run conformance -- --env <id> --yes              the same, without typing the name twice`

/** A real environment is written to, so its name is typed twice: a wrong one is expensive. */
const isConfirmed = (env: string, confirm: string | undefined, yes: boolean | undefined): boolean =>
  yes === true || confirm === env

/**
 * Reads the arguments.
 * @throws Error with what to type instead
 */
export const readOptions = (args: readonly string[]): ConformanceOptions => {
  const { values } = parseArgs({
    args: [...args],
    options: {
      env: { type: 'string' },
      confirm: { type: 'string' },
      yes: { type: 'boolean' },
      topic: { type: 'string', default: '' },
      assumptions: { type: 'boolean' },
    },
  })
  const { env, confirm, yes, topic, assumptions } = values
  if (assumptions === true) return { run: 'assumptions' }
  if (env === undefined) return { run: 'locally', topic }
  if (!isConfirmed(env, confirm, yes)) {
    throw new Error(
      `The cases write and delete data in ${env}. Type its name twice:\n  npm run conformance -- --env ${env} --confirm ${env}`,
    )
  }
  return { run: 'environment', env, topic }
}
