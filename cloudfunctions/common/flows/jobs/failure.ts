import { OneIdError } from '../../base/errors.ts'
import { MINUTE_MS } from '../../base/time.ts'
import { wordsOf } from '../../store/databaseErrors.ts'
import type { Ports } from '../ports.ts'

/** Failures after which a job is dead: a function may be down for a night. */
export const ATTEMPTS_AT_MOST = 12

const FIRST_WAIT_MS = 30_000
const LONGEST_WAIT_MS = 360 * MINUTE_MS

/**
 * Milliseconds to wait after so many failures: 30 s, then twice as long each time, 6 h at most. Chance adds up to a
 * quarter, so that what failed together does not come back together.
 */
export const backoff = (attempts: number, random: Ports['random']): number => {
  const [spread = 0] = random(1)
  const wait = FIRST_WAIT_MS * 2 ** (attempts - 1)
  return Math.min(LONGEST_WAIT_MS, Math.round(wait * (1 + spread / 1024)))
}

const WORDS_AT_MOST = 200

/**
 * Why a job failed, fit to be kept: our own errors by code, those of others in their words, from which everything is
 * cut out that might be an id, a key or a telephone number.
 */
export const reasonOf = (error: unknown): string => {
  if (error instanceof OneIdError) return error.code
  return wordsOf(error)
    .trim()
    .replace(/[\w+/=-]{20,}/g, '[id]')
    .replace(/\d{7,}/g, '[number]')
    .slice(0, WORDS_AT_MOST)
}
