import { OneIdError } from '../base/errors.ts'
import type { Ports } from './ports.ts'

/** Each round that has to start again means that somebody else got further; nobody loses this often. */
const ROUNDS_AT_MOST = 12

/** The wait before the second round; it doubles up to a limit, and chance spreads those who met. */
const FIRST_WAIT_MS = 4
const LONGEST_WAIT_MS = 200

const waitBefore = (round: number, random: Ports['random']): number => {
  const [spread = 0] = random(1)
  return (Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** round) * (spread + 1)) / 256
}

/**
 * Reads, decides and writes until a round comes through: `again` says that what it had read was no longer so.
 * @throws OneIdError LOGIN_CONTENDED
 */
export const inRounds = async <Result>(
  { random, pause }: Ports,
  attempt: () => Promise<Result | 'again'>,
): Promise<Result> => {
  for (let round = 0; round < ROUNDS_AT_MOST; round++) {
    const result = await attempt()
    if (result !== 'again') return result
    await pause(waitBefore(round, random))
  }
  throw new OneIdError('LOGIN_CONTENDED', `${ROUNDS_AT_MOST} rounds`)
}
