import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'

/** Permission to do one thing with one file until an instant of world time. */
export interface Signature {
  readonly sign: string
  /** Seconds since 1970. */
  readonly until: number
}

export type Verdict = 'valid' | 'expired' | 'wrong'

export interface Signatures {
  readonly sign: (method: 'GET' | 'PUT', path: string, seconds: number) => Signature
  readonly check: (method: 'GET' | 'PUT', path: string, signature: Signature) => Verdict
}

/**
 * Signatures with a key that lives as long as this local cloud.
 * @param now world time in milliseconds since 1970
 */
export const createSignatures = (now: () => number): Signatures => {
  const key = randomBytes(32)
  const signOf = (method: string, path: string, until: number): string =>
    createHmac('sha256', key)
      .update(JSON.stringify([method, path, until]))
      .digest('hex')
  return {
    sign: (method, path, seconds) => {
      const until = Math.floor(now() / 1_000) + seconds
      return { sign: signOf(method, path, until), until }
    },
    check: (method, path, { sign, until }) => {
      const [given, right] = [Buffer.from(sign), Buffer.from(signOf(method, path, until))]
      if (given.length !== right.length || !timingSafeEqual(given, right)) return 'wrong'
      return now() / 1_000 <= until ? 'valid' : 'expired'
    },
  }
}
