import type { App } from '../base/apps.ts'
import { OneIdError } from '../base/errors.ts'
import type { Secret } from '../base/secret.ts'

/** Reads a secret by the name of its environment variable. @throws OneIdError SECRET_MISSING */
export type SecretOf = (environmentName: string) => Secret<string>

/** The AppSecret of an app. @throws OneIdError SECRET_MISSING, also if the registry names none */
export const secretFor = (app: App, secretOf: SecretOf): Secret<string> => {
  if (app.secret === undefined) throw new OneIdError('SECRET_MISSING', `app ${app.alias} names no secret`)
  return secretOf(app.secret)
}
