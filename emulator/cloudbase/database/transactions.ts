import { randomBytes } from 'node:crypto'
import { PlatformError } from '../errors.ts'
import { transactionConflict, transactionGone } from './errors.ts'
import { TRANSACTION_LIFETIME_MS } from './limits.ts'
import { Locked, lockDeadline, WriteConflict, whenEnded } from './locks.ts'
import type { Collection, Slot, Transaction } from './model.ts'
import type { Persistence } from './persistence.ts'
import { prune, publish, withdraw } from './store.ts'

/** Snapshot isolation over the collections' versions; everything is read and written through it. */
export interface Transactions {
  /** Starts a client's transaction; its snapshot is taken by its first operation, as in MongoDB. */
  begin(): string
  /**
   * Runs one synchronous step inside the client's transaction with this id, or as an operation of its own. A plain
   * operation waits for transactions that hold what it writes; inside a transaction that is a conflict.
   */
  run<T>(id: string | undefined, step: (transaction: Transaction) => T): Promise<T>
  commit(id: string): void
  abort(id: string): void
  /** Aborts every open transaction and refuses further work. */
  close(): void
}

/** Nothing is open, and what `persistence` has stored counts as committed at time 0. */
export function createTransactions(persistence: Persistence): Transactions {
  const open = new Map<string, { transaction: Transaction; expiry: NodeJS.Timeout }>()
  /** Documents with more than one version, or with nothing but the mark of a removal. */
  const crowded = new Map<Slot, Collection>()
  let time = 0
  let closed = false

  const begun = (id: string, snapshot: number): Transaction => {
    if (closed) throw new Error('the database is closed')
    return { id, snapshot, writes: new Map(), waiting: new Set(), looked: undefined }
  }

  const oldestSnapshot = () => {
    let oldest = time
    for (const { transaction } of open.values()) oldest = Math.min(oldest, transaction.snapshot)
    return oldest
  }

  const sweep = (slots: Iterable<readonly [Slot, Collection]>) => {
    const oldest = oldestSnapshot()
    for (const [slot, collection] of slots) {
      if (prune(collection, slot, oldest)) crowded.delete(slot)
      else crowded.set(slot, collection)
    }
  }

  const close = (transaction: Transaction) => {
    const client = open.get(transaction.id)
    if (client !== undefined) {
      clearTimeout(client.expiry)
      open.delete(transaction.id)
      sweep([...crowded])
    }
    for (const wake of transaction.waiting) wake()
  }

  const rollBack = (transaction: Transaction) => {
    for (const write of transaction.writes.values()) withdraw(write)
    transaction.writes.clear()
    close(transaction)
  }

  /** Safe on disk first, visible second: what a client can read never disappears with the process. */
  const publishAll = (transaction: Transaction) => {
    if (transaction.writes.size > 0) {
      persistence.write([...transaction.writes.values()])
      time += 1
      for (const write of transaction.writes.values()) publish(write, time)
      sweep([...transaction.writes.values()].map(({ slot, collection }) => [slot, collection] as const))
    }
    close(transaction)
  }

  const publishOrRollBack = (transaction: Transaction) => {
    try {
      publishAll(transaction)
    } catch (error) {
      rollBack(transaction)
      throw error
    }
  }

  const find = (id: string): Transaction => {
    const client = open.get(id)
    if (client === undefined) throw transactionGone()
    return client.transaction
  }

  const runInside = <T>(id: string, step: (transaction: Transaction) => T): T => {
    const transaction = find(id)
    if (transaction.snapshot === Number.POSITIVE_INFINITY) transaction.snapshot = time
    transaction.looked = undefined
    try {
      return step(transaction)
    } catch (error) {
      // MongoDB manual, "Production Considerations": an operation that fails aborts its transaction.
      rollBack(transaction)
      throw error instanceof Locked || error instanceof WriteConflict ? transactionConflict() : error
    }
  }

  const runAlone = async <T>(step: (transaction: Transaction) => T): Promise<T> => {
    const deadline = lockDeadline()
    for (;;) {
      const transaction = begun('', time)
      try {
        const result = step(transaction)
        publishOrRollBack(transaction)
        return result
      } catch (error) {
        // A plain operation on several documents is not atomic in MongoDB: what it wrote before an error stays.
        if (error instanceof PlatformError) publishOrRollBack(transaction)
        else rollBack(transaction)
        if (!(error instanceof Locked)) throw error
        await whenEnded(error.holder, deadline)
      }
    }
  }

  return {
    begin() {
      const transaction = begun(randomBytes(12).toString('hex'), Number.POSITIVE_INFINITY)
      const expiry = setTimeout(() => rollBack(transaction), TRANSACTION_LIFETIME_MS)
      expiry.unref()
      open.set(transaction.id, { transaction, expiry })
      return transaction.id
    },
    run: async (id, step) => (id === undefined ? runAlone(step) : runInside(id, step)),
    commit: (id) => publishOrRollBack(find(id)),
    abort: (id) => rollBack(find(id)),
    close() {
      closed = true
      for (const { transaction } of [...open.values()]) rollBack(transaction)
    },
  }
}
