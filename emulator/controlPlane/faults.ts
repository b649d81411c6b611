import { setTimeout as pause } from 'node:timers/promises'
import { Refusal } from './errors.ts'

/** What goes wrong at an action. */
export type Fault =
  /** Refused with this code, before anything is done. */
  | { readonly kind: 'refuse'; readonly code: string; readonly message?: string }
  /** The network is lost: before the action is done, or after it was done and nobody is told. */
  | { readonly kind: 'drop'; readonly when: 'before' | 'after' }
  | { readonly kind: 'slow'; readonly ms: number }

/** Switches for what goes wrong. */
export interface Faults {
  /**
   * The next times that the action is asked.
   * @param times forever, if nothing is said
   */
  readonly set: (action: string, fault: Fault, times?: number) => void
  /** All is well again. */
  readonly clear: () => void
}

/** The connection is cut instead of an answer. */
export class Dropped extends Error {}

export interface FaultSwitches extends Faults {
  /**
   * Does what an action does, with what is to go wrong.
   * @throws Refusal, Dropped
   */
  readonly around: <T>(action: string, run: () => Promise<T>) => Promise<T>
}

export const createFaults = (): FaultSwitches => {
  const set = new Map<string, { fault: Fault; left: number }>()
  const next = (action: string): Fault | undefined => {
    const found = set.get(action)
    if (found === undefined) return undefined
    found.left -= 1
    if (found.left <= 0) set.delete(action)
    return found.fault
  }
  return {
    set: (action, fault, times = Number.POSITIVE_INFINITY) => void set.set(action, { fault, left: times }),
    clear: () => set.clear(),
    around: async (action, run) => {
      const fault = next(action)
      if (fault?.kind === 'refuse') throw new Refusal(fault.code, fault.message ?? `refused: ${fault.code}`)
      if (fault?.kind === 'drop' && fault.when === 'before') throw new Dropped()
      if (fault?.kind === 'slow') await pause(fault.ms)
      const answer = await run()
      if (fault?.kind === 'drop') throw new Dropped()
      return answer
    },
  }
}
