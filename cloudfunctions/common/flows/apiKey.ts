import type { Config } from '../base/config.ts'
import { OneIdError } from '../base/errors.ts'
import type { ApiClient, Scope } from '../base/gateway.ts'
import { hasFingerprint } from '../store/fingerprint.ts'
import type { SecretOf } from './appSecret.ts'

/** `<name>.<32 random bytes in base64url>`: the name says which fingerprint to look at, and proves nothing. */
const KEY = /^([a-z][a-z0-9-]{0,31})\.[A-Za-z0-9_-]{43}$/

/**
 * The server that calls with this key. The environment holds fingerprints only: who reads it has no key.
 * @throws OneIdError API_KEY_INVALID, SCOPE_MISSING, SECRET_MISSING
 */
export const clientOf = (
  { gateway }: Pick<Config, 'gateway'>,
  secretOf: SecretOf,
  key: string,
  scope: Scope,
): ApiClient => {
  const [, name] = KEY.exec(key) ?? []
  const client = gateway.clients.find((one) => one.name === name)
  if (client === undefined || !hasFingerprint(key, secretOf(client.key)))
    throw new OneIdError('API_KEY_INVALID', 'no such key')
  if (!client.scopes.includes(scope)) throw new OneIdError('SCOPE_MISSING', `${client.name}: ${scope}`)
  return client
}
