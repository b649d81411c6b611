import { OneIdError } from '../base/errors.ts'
import { Secret } from '../base/secret.ts'

const CHARACTERS_AT_LEAST = 32

/**
 * Reads a secret from the environment of the function.
 * @param name variable that oneid.config.ts names
 * @throws OneIdError SECRET_MISSING: an empty or short secret is none, and nothing goes on without
 */
export const readSecret = (name: string): Secret<string> => {
  const value = process.env[name] ?? ''
  if (value.length < CHARACTERS_AT_LEAST)
    throw new OneIdError('SECRET_MISSING', `${name} has fewer than ${CHARACTERS_AT_LEAST} characters`)
  return new Secret(value)
}
