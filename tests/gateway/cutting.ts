import type { Fate, Gate } from '../interleaving.ts'
import { cutAt } from '../interleaving.ts'

/** An instance that is killed at one of its requests, whatever it was in the middle of. */

interface Rollback {
  rollback(): Promise<unknown>
}

const isTransaction = (reply: unknown): reply is Rollback =>
  typeof reply === 'object' && reply !== null && 'rollback' in reply && typeof reply.rollback === 'function'

const NEVER = Number.POSITIVE_INFINITY

/** Nothing at all, or everything up to a request whose reply nobody hears: what comes after it is never sent. */
const cutsOf = (requests: number) => [
  { nth: 0, fate: 'never sent' as const },
  ...Array.from({ length: requests }, (_, nth) => ({ nth, fate: 'reply lost' as const })),
]

/** What a run comes to after a cut, with the name of the cut. */
interface End<State> {
  readonly cut: string
  readonly state: State
}

/**
 * Plays undisturbed, then cut off before its first request and after each of them. The platform gives up a transaction that nobody
 * ends, after 30 s; here at once.
 * @param prepare from nothing
 * @param act what is cut off, by its gate
 * @param goOn what comes later, by instances that live
 */
export const cutEverywhere = async <State>(
  prepare: () => Promise<void>,
  act: (gate: Gate) => Promise<unknown>,
  goOn: () => Promise<State>,
): Promise<{ readonly whole: State; readonly requests: number; readonly ends: readonly End<State>[] }> => {
  const playCut = async (nth: number, fate: Exclude<Fate, 'carried out'>) => {
    await prepare()
    const begun: Rollback[] = []
    const cut = cutAt(nth, fate)
    const acted = act((request) =>
      cut(async () => {
        const reply = await request()
        if (isTransaction(reply)) begun.push(reply)
        return reply
      }),
    )
    // What is cut off fails in many ways; what is not must not fail.
    await (nth === NEVER ? acted : acted.catch(() => {}))
    for (const transaction of begun) await transaction.rollback().catch(() => {})
    return { requests: cut.sent(), state: await goOn() }
  }
  const { requests, state: whole } = await playCut(NEVER, 'never sent')
  const ends: End<State>[] = []
  for (const { nth, fate } of cutsOf(requests))
    ends.push({ cut: `${fate}: request ${nth}`, state: (await playCut(nth, fate)).state })
  return { whole, requests, ends }
}

/** Those that are not as if nothing had happened. */
export const otherEnds = <State>({
  whole,
  ends,
}: {
  readonly whole: State
  readonly ends: readonly End<State>[]
}): readonly End<State>[] => ends.filter(({ state }) => JSON.stringify(state) !== JSON.stringify(whole))
