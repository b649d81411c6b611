/**
 * A mistake that whoever uses the local cloud can correct: what is wrong, and the one thing that fixes it. Everything
 * else that is thrown is a fault of the local cloud itself and keeps its stack.
 */
export class UserError extends Error {
  readonly code: UserErrorCode
  readonly fix: string

  constructor(code: UserErrorCode, message: string, fix: string) {
    super(message)
    this.name = 'UserError'
    this.code = code
    this.fix = fix
  }
}

export type UserErrorCode =
  /** The request does not say which person holds the phone. */
  | 'PERSON_MISSING'
  | 'PERSON_UNKNOWN'
  | 'APP_UNKNOWN'
  /** Only mini-programs call cloud functions. */
  | 'APP_IS_NO_MINI_PROGRAM'
  | 'WORLD_INVALID'
  | 'PROJECT_INVALID'
  /** local-cloud.js, with a project's own answers to cloud calls, cannot be used. */
  | 'PROJECT_FILE_INVALID'
  /** Nobody in this world can be paid. */
  | 'MERCHANT_MISSING'
  | 'PORT_IN_USE'
  /** Credentials of a real cloud account are in the environment. */
  | 'REAL_CREDENTIALS'
  | 'OPTION_INVALID'
  /** The data file is damaged, not ours or in use. */
  | 'DATA_UNUSABLE'
