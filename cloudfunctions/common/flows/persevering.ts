import type { ErrorCode } from '../base/errors.ts'
import { OneIdError } from '../base/errors.ts'
import type { Ports } from './ports.ts'

/** Errors that pass by themselves, and after which nothing is half done. */
const PASSING: readonly ErrorCode[] = ['DATABASE_UNAVAILABLE', 'PAYMENT_BUSY', 'LOGIN_CONTENDED']

const FIRST_WAIT_MS = 30

/** Whether the same may succeed in a moment. */
export const isPassing = (error: unknown): boolean =>
  error instanceof OneIdError && PASSING.includes(error.code)

/**
 * Does again, at once, what the database or WeChat was too busy for: for work that has a deadline.
 * @param attempt may be carried out twice, for the answer to the first time can be lost
 * @throws whatever the last attempt throws
 */
export const persevering = async <Result>(
  { pause }: Pick<Ports, 'pause'>,
  attempts: number,
  attempt: () => Promise<Result>,
): Promise<Result> => {
  for (let failed = 1; ; failed++) {
    try {
      return await attempt()
    } catch (error) {
      if (failed >= attempts || !isPassing(error)) throw error
      await pause(FIRST_WAIT_MS * 2 ** (failed - 1))
    }
  }
}
