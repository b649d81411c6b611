import { writeSync } from 'node:fs'
import { openDatabase } from './index.ts'
import { ask } from './testing.ts'

// Inserts pairs of documents in transactions, and plain documents, until it is killed; prints a line per answer.
const database = openDatabase({ storage: { file: process.argv[2] ?? '' }, now: () => 0 })
database.applySchema([
  { name: 'notes', indexes: [{ name: 'n', keys: [{ field: 'n', direction: 1 }], unique: true }] },
])
const insert = (document: object, more = {}) =>
  ask(database.service, 'insertDocument', {
    collectionName: 'notes',
    data: [JSON.stringify(document)],
    ...more,
  })

for (let n = 0; ; n += 3) {
  const transactionId = (await ask(database.service, 'startTransaction', {}))['transactionId']
  await insert({ _id: n, n }, { transactionId })
  await insert({ _id: n + 1, n: n + 1 }, { transactionId })
  await ask(database.service, 'commitTransaction', { transactionId })
  writeSync(1, `${n + 2}\n`)
  await insert({ _id: n + 2, n: n + 2 })
  writeSync(1, `${n + 3}\n`)
}
