import { writeSync } from 'node:fs'
import { createActions } from '../../emulator/cloudbase/database/actions.ts'
import { openCatalog } from '../../emulator/cloudbase/database/catalog.ts'
import { openDatabase } from '../../emulator/cloudbase/database/index.ts'
import type { Persistence } from '../../emulator/cloudbase/database/persistence.ts'
import { openSqlite } from '../../emulator/cloudbase/database/sqlite.ts'
import { createTransactions } from '../../emulator/cloudbase/database/transactions.ts'
import { type Client, perform } from './client.ts'
import { COLLECTION, workload } from './workload.ts'

// Runs a workload until it is killed: node child.cjs <file> <seed> [<fault>]. A line per operation that was answered.
const [, , file = '', seed = '', fault = ''] = process.argv

/** The same database on a persistence that is wrong on purpose, to see the test fail. */
function openFaulty(change: (right: Persistence) => Persistence['write']): Client {
  const right = openSqlite(file)
  const persistence = { ...right, write: change(right) }
  const catalog = openCatalog(persistence, { createCollections: false, onMissingCollection: () => {} })
  const transactions = createTransactions(persistence)
  return {
    service: { name: 'database', actions: createActions(catalog, transactions, () => 0) },
    applySchema: (collections) => {
      for (const definition of collections) catalog.ensure(definition)
    },
  }
}

const FAULTS = new Map<string, () => Client>([
  ['', () => openDatabase({ storage: { file }, now: () => 0 })],
  [
    // Writes the documents of a transaction in two transactions of SQLite, and dies between the two.
    'halves',
    () => {
      let written = 0
      return openFaulty((right) => (writes) => {
        written += 1
        right.write(writes.slice(0, 1))
        if (written > 30 && writes.length > 1) process.kill(process.pid, 'SIGKILL')
        right.write(writes.slice(1))
      })
    },
  ],
  [
    // Answers before it writes: the last commit is on its way only.
    'late',
    () => {
      let late: Parameters<Persistence['write']>[0] = []
      return openFaulty((right) => (writes) => {
        right.write(late)
        late = writes
      })
    },
  ],
])

async function run(): Promise<void> {
  const client = FAULTS.get(fault)?.()
  if (client === undefined) throw new Error(`no fault ${fault}`)
  client.applySchema([{ name: COLLECTION }])
  let answered = 0
  for (const operation of workload(Number(seed))) {
    await perform(client, operation)
    answered += 1
    writeSync(1, `${answered}\n`)
  }
}

void run()
