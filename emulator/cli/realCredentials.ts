import { UserError } from '../userError.ts'

/** Variables that hold keys of a real cloud account. */
const NAMES = [
  'TENCENTCLOUD_SECRETID',
  'TENCENTCLOUD_SECRETKEY',
  'TENCENTCLOUD_SESSIONTOKEN',
  'TCB_SECRETID',
  'TCB_SECRETKEY',
  'CLOUDBASE_APIKEY',
] as const

/**
 * A function that finds real keys could reach a real environment, and somebody would believe that it is the local one.
 * @throws UserError REAL_CREDENTIALS, naming the variables and never their values
 */
export const refuseRealCredentials = (environment: Readonly<Record<string, string | undefined>>): void => {
  const found = NAMES.filter((name) => (environment[name] ?? '') !== '')
  if (found.length === 0) return
  throw new UserError(
    'REAL_CREDENTIALS',
    `${found.join(' and ')} ${found.length === 1 ? 'is' : 'are'} set; the local cloud does not start beside real credentials`,
    'Start it in a terminal without them.',
  )
}
