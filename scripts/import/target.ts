import { Secret } from '../../cloudfunctions/common/base/secret.ts'
import { UserError } from '../../emulator/userError.ts'
import { localKey } from '../project/localSecrets.ts'
import type { ImportOptions } from './options.ts'

/** Where rows go, and as whom. */
export interface Target {
  /** Of `gateway`, without a slash at the end. */
  readonly address: string
  readonly key: Secret<string>
  /** It is the local cloud of this machine. */
  readonly isLocal: boolean
}

/** The HTTP access service of the local cloud has the port behind its own. */
const LOCAL_ADDRESS = 'http://127.0.0.1:8791/http/gateway'

/** Client of oneid.config.ts whose key the local cloud knows. */
const LOCAL_CLIENT = 'operator'

const KEY_VARIABLE = 'ONEID_IMPORT_KEY'

const LOOPBACK = /^(localhost|127\.0\.0\.1|\[::1\])$/

const wrong = (words: string, fix: string): UserError => new UserError('OPTION_INVALID', words, fix)

/** The default domain of an environment, and the path under which `gateway` is reached (HTTP 访问服务, 2026-11). */
const addressOf = (env: string): string => {
  if (!/^[a-z0-9][a-z0-9-]{0,62}$/i.test(env)) throw wrong('--env is no name of an environment', '--env <id>')
  return `https://${env}.service.tcloudbase.com/oneid`
}

const readAddress = (text: string): URL => {
  if (!URL.canParse(text)) throw wrong('--url is no address', '--url https://…')
  const url = new URL(text)
  const isSafe = url.protocol === 'https:' || (url.protocol === 'http:' && LOOPBACK.test(url.hostname))
  if (!isSafe)
    throw wrong('an API key is sent to https addresses only (http on this machine)', '--url https://…')
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '')
    throw wrong('--url is an address without name, password, query and fragment', '--url https://…')
  return url
}

const keyOf = (isLocal: boolean, environment: Readonly<Record<string, string | undefined>>): string => {
  const given = environment[KEY_VARIABLE]
  if (given !== undefined && given !== '') return given
  if (isLocal) return localKey(LOCAL_CLIENT)
  throw wrong(`${KEY_VARIABLE} is not set`, `Put the API key of a client with the scope "import" into it.`)
}

/** @throws UserError OPTION_INVALID */
export const targetOf = (
  { env, url }: Pick<ImportOptions, 'env' | 'url'>,
  environment: Readonly<Record<string, string | undefined>>,
): Target => {
  const { href, hostname } = readAddress(url ?? (env === undefined ? LOCAL_ADDRESS : addressOf(env)))
  const isLocal = env === undefined && LOOPBACK.test(hostname)
  // The key of a deployment is for an address that somebody has named.
  const isUnnamed = env === undefined && url === undefined
  const key = isUnnamed ? localKey(LOCAL_CLIENT) : keyOf(isLocal, environment)
  return { address: href.replace(/\/+$/, ''), key: new Secret(key), isLocal }
}
