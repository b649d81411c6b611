import { setTimeout as sleep } from 'node:timers/promises'
import type { WireReply } from './cloudbase/service.ts'
import type { Wire, WireMessage } from './cloudbase/wire.ts'
import type { Faults } from './faults.ts'

/** `cut`: the connection is cut instead of an answer; `kill`: so is the instance that asked. */
export type FaultyReply = WireReply | Uint8Array | 'cut' | 'kill'

const actionOf = ({ body }: WireMessage): string =>
  typeof body === 'object' && body !== null && 'action' in body ? String(body.action) : ''

const refused = (code: string, message: string): WireReply => ({ requestId: 'fault', code, message })

/** As the platform words a conflict; the transaction is gone with it. */
const CONFLICT = refused(
  'DATABASE_TRANSACTION_CONFLICT',
  '[ResourceUnavailable.TransactionConflict] Transaction is conflict, maybe resource operated by others. Please check your request, but if the problem persists, contact us.',
)

const transactionOf = ({ body }: WireMessage): unknown =>
  typeof body === 'object' && body !== null && 'transactionId' in body ? body.transactionId : undefined

/** A conflict is one of transactions, and nobody conflicts with a transaction that is being given up. */
const canConflict = (message: WireMessage): boolean =>
  transactionOf(message) !== undefined && actionOf(message) !== 'database.abortTransaction'

const ANYWHERE = ['busy', 'slow', 'time-out', 'lost-reply', 'kill'] as const

const abort = async (wire: Wire, message: WireMessage): Promise<void> => {
  const transactionId = transactionOf(message)
  await wire({ ...message, body: { action: 'database.abortTransaction', transactionId } })
}

/** The wire with what the faults do to it, by action: `database.commitTransaction`. */
export const unreliableWire =
  (wire: Wire, faults: Faults): ((message: WireMessage) => Promise<FaultyReply>) =>
  async (message) => {
    const effects = canConflict(message) ? ([...ANYWHERE, 'conflict'] as const) : ANYWHERE
    const fault = faults.strike(actionOf(message), effects)
    switch (fault?.effect) {
      case 'busy':
        return refused('SYS_ERR', 'resource system error')
      case 'conflict':
        await abort(wire, message)
        return CONFLICT
      case 'time-out':
        // Nothing is done and nobody answers; the SDK gives up by itself.
        return new Promise(() => {})
      case 'lost-reply':
        await wire(message)
        return 'cut'
      case 'kill':
        await wire(message)
        return 'kill'
      case 'slow':
        await sleep(fault.ms, undefined, { ref: false })
        return wire(message)
      default:
        return wire(message)
    }
  }
