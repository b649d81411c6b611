import { lockTimeout } from './errors.ts'
import { LOCK_WAIT_MS } from './limits.ts'
import type { Transaction } from './model.ts'

/** Thrown inside the engine: another transaction holds what is to be written. */
export class Locked extends Error {
  readonly holder: Transaction

  constructor(holder: Transaction) {
    super(`locked by transaction ${holder.id}`)
    this.name = 'Locked'
    this.holder = holder
  }
}

/** Thrown inside the engine: what is to be written changed after the transaction's snapshot. */
export class WriteConflict extends Error {
  constructor() {
    super('changed after the snapshot')
    this.name = 'WriteConflict'
  }
}

/** Real monotonic time after which a write that starts now stops waiting. */
export const lockDeadline = () => performance.now() + LOCK_WAIT_MS

/** Resolves when the transaction has ended, or rejects with DATABASE_TIMEOUT at the deadline. */
export function whenEnded(holder: Transaction, deadline: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const wake = () => {
      clearTimeout(timer)
      resolve()
    }
    const timer = setTimeout(
      () => {
        holder.waiting.delete(wake)
        reject(lockTimeout())
      },
      Math.max(0, deadline - performance.now()),
    )
    holder.waiting.add(wake)
  })
}
