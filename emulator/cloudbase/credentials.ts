import { randomBytes } from 'node:crypto'

/** What an instance signs its requests with. Made anew at every start, worth nothing anywhere else. */
export interface Credential {
  readonly secretId: string
  readonly secretKey: string
}

/** Credentials begin with this, so that nobody takes one for a key of a real account. */
const MARK = 'LOCAL'

const CREDENTIAL = /^TC3-HMAC-SHA256 Credential=(LOCAL[0-9a-f]{32})\//

/** Who may ask the local cloud: instance keys by the secret id that their requests carry. */
export interface Credentials {
  readonly issue: (holder: string) => Credential
  /** The holder that an `authorization` header names; undefined refuses the request. */
  readonly holderOf: (authorization: string | undefined) => string | undefined
}

/**
 * The secret id alone is checked: it is 128 random bits that only the instance's environment holds, and the request
 * never leaves the loopback interface, so re-computing the signature would prove nothing more.
 */
export const createCredentials = (): Credentials => {
  const holders = new Map<string, string>()
  return {
    issue: (holder) => {
      const secretId = `${MARK}${randomBytes(16).toString('hex')}`
      holders.set(secretId, holder)
      return { secretId, secretKey: `${MARK}${randomBytes(16).toString('hex')}` }
    },
    holderOf: (authorization) => {
      const secretId = CREDENTIAL.exec(authorization ?? '')?.[1]
      return secretId === undefined ? undefined : holders.get(secretId)
    },
  }
}
