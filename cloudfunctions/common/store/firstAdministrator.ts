import { createHash, timingSafeEqual } from 'node:crypto'
import type { Secret } from '../base/secret.ts'

/** What stands in the environment of the function instead of the code: its SHA-256 as 64 hexadecimal digits. */
export const fingerprintOf = (code: string): string => createHash('sha256').update(code).digest('hex')

/** Whether the code is the one that the operator was given; takes the same time for every wrong one. */
export const isSetupCode = (code: string, fingerprint: Secret<string>): boolean => {
  const [given, wanted] = [fingerprintOf(code), fingerprint.reveal().toLowerCase()].map((text) =>
    createHash('sha256').update(text).digest(),
  )
  return given !== undefined && wanted !== undefined && timingSafeEqual(given, wanted)
}
