import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { EJSON } from 'bson'
import { type Database, openDatabase } from '../../emulator/cloudbase/database/index.ts'
import type { WireBody } from '../../emulator/cloudbase/service.ts'
import { median, timings } from './measure.ts'

/** Microseconds of one request, without the way over the wire. */
interface Reads {
  readonly documents: number
  /** By `_id`. */
  readonly pointUs: number
  /** One document by the value of a field with an index. */
  readonly indexedUs: number
  /** Ten documents by a range of that field. */
  readonly rangeUs: number
  /** The last 20 in the order of an index. */
  readonly sortedUs: number
  /** One document by a field without an index. */
  readonly scanUs: number
}

export interface DatabaseFigures {
  readonly reads: readonly Reads[]
  /** One document, in memory, with two indexes, beside as many as the greatest collection has. */
  readonly insertUs: number
  /** Reopening a file of 100,000 documents with two indexes, until the first document by `_id` is read. */
  readonly reopenMs: number
  /** The first query by an index after that: documents are decoded and the index is sorted. */
  readonly firstIndexedMs: number
  /** What 100,000 documents with two indexes in use take, in memory. */
  readonly memoryMb: number
}

const SIZES = [1_000, 10_000, 100_000] as const
const BATCH = 1_000
const INDEXES = [
  { name: 'phone', keys: [{ field: 'phone', direction: 1 as const }] },
  {
    name: 'kind_at',
    keys: [
      { field: 'kind', direction: 1 as const },
      { field: 'at', direction: -1 as const },
    ],
  },
]

const phoneOf = (n: number) => `+86${13_000_000_000 + n}`

const documentOf = (n: number) => ({
  _id: `person-${n}`,
  n,
  phone: phoneOf(n),
  kind: n % 2 === 0 ? 'even' : 'odd',
  at: new Date(Date.UTC(2026, 0) + ((n * 7919) % 1_000_003) * 1000),
  profile: { name: `somebody number ${n}`, tags: ['a', 'b'] },
})

const ask = async ({ service }: Database, action: string, body: WireBody) =>
  service.actions[action]?.(
    { collectionName: 'people', ...body },
    { parts: {}, source: '', call: undefined, note: () => {} },
  )

const getDocuments = (database: Database, query: object, more: WireBody = {}) =>
  ask(database, 'getDocument', { query: EJSON.stringify(query, { relaxed: false }), limit: 20, ...more })

async function fill(database: Database, from: number, to: number): Promise<void> {
  for (let start = from; start < to; start += BATCH) {
    const documents = Array.from({ length: Math.min(BATCH, to - start) }, (_, at) => documentOf(start + at))
    const data = documents.map((one) => EJSON.stringify(one, { relaxed: false }))
    // In one transaction, as an import would: a commit each is a matter of the disk.
    const reply = await ask(database, 'startTransaction', {})
    const transactionId = reply !== undefined && 'transactionId' in reply ? reply['transactionId'] : undefined
    await ask(database, 'insertDocument', { data, transactionId })
    await ask(database, 'commitTransaction', { transactionId })
  }
}

const openPeople = (storage: { file: string } | 'memory'): Database => {
  const database = openDatabase({ storage, now: () => 0 })
  database.applySchema([{ name: 'people', indexes: INDEXES }])
  return database
}

/** Middle time of a request in microseconds, over documents all over the collection. */
async function middle(times: number, documents: number, request: (n: number) => Promise<unknown>) {
  let n = 0
  const next = () => {
    n = (n + 7919) % documents
    return request(n)
  }
  await timings(times, next)
  return 1000 * median(await timings(times, next))
}

async function measureReads(database: Database, documents: number): Promise<Reads> {
  const order = EJSON.stringify({ at: -1 })
  return {
    documents,
    pointUs: await middle(2000, documents, (n) => getDocuments(database, { _id: `person-${n}` })),
    indexedUs: await middle(2000, documents, (n) => getDocuments(database, { phone: phoneOf(n) })),
    rangeUs: await middle(2000, documents, (n) =>
      getDocuments(database, { phone: { $gte: phoneOf(n), $lt: phoneOf(n + 10) } }),
    ),
    sortedUs: await middle(500, documents, () => getDocuments(database, { kind: 'even' }, { order })),
    scanUs: await middle(10, documents, (n) => getDocuments(database, { n, 'profile.tags': 'b' })),
  }
}

/** Megabytes in use once all garbage is collected. */
function memoryInUse(): number {
  setFlagsFromString('--expose-gc')
  runInNewContext('gc')()
  return process.memoryUsage().heapUsed / 2 ** 20
}

/** Measures the emulated database by itself, in this process. */
export async function measureDatabase(): Promise<DatabaseFigures> {
  const empty = memoryInUse()
  const database = openPeople('memory')
  const reads: Reads[] = []
  let filled = 0
  for (const documents of SIZES) {
    await fill(database, filled, documents)
    filled = documents
    reads.push(await measureReads(database, documents))
  }
  const memoryMb = memoryInUse() - empty
  let next = filled
  const inserts = await timings(2000, () => {
    next += 1
    return ask(database, 'insertDocument', { data: [EJSON.stringify(documentOf(next), { relaxed: false })] })
  })
  database.close()
  return { reads, insertUs: 1000 * median(inserts), ...(await measureReopening()), memoryMb }
}

async function measureReopening(): Promise<Pick<DatabaseFigures, 'reopenMs' | 'firstIndexedMs'>> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-database-'))
  try {
    const storage = { file: join(folder, 'data.sqlite') }
    const first = openPeople(storage)
    await fill(first, 0, SIZES[2])
    first.close()
    const reopenMs: number[] = []
    const firstIndexedMs: number[] = []
    await timings(5, async () => {
      const began = performance.now()
      const database = openPeople(storage)
      await getDocuments(database, { _id: 'person-7' })
      const opened = performance.now()
      await getDocuments(database, { phone: phoneOf(7) })
      reopenMs.push(opened - began)
      firstIndexedMs.push(performance.now() - opened)
      database.close()
    })
    return { reopenMs: median(reopenMs), firstIndexedMs: median(firstIndexedMs) }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
