import { createHash, timingSafeEqual } from 'node:crypto'
import type { Secret } from '../base/secret.ts'

/** What stands in the environment of a function instead of a code or a key: its SHA-256 as 64 hexadecimal digits. */
export const fingerprintOf = (text: string): string => createHash('sha256').update(text).digest('hex')

/** Whether it is what the operator was given; takes the same time for everything that is not. */
export const hasFingerprint = (text: string, fingerprint: Secret<string>): boolean => {
  const [given, wanted] = [fingerprintOf(text), fingerprint.reveal().toLowerCase()].map((text) =>
    createHash('sha256').update(text).digest(),
  )
  return given !== undefined && wanted !== undefined && timingSafeEqual(given, wanted)
}
