import fc from 'fast-check'
import { expect, it } from 'vitest'
import { openCatalog } from './catalog.ts'
import { find } from './find.ts'
import type { IndexDefinition, Transaction } from './model.ts'
import { memoryOnly } from './persistence.ts'
import { planQuery } from './plan.ts'
import { sortDocuments } from './sort.ts'
import { createTransactions } from './transactions.ts'
import type { Fields } from './values.ts'
import { insert, remove, replace } from './write.ts'

const openEngine = (indexes: readonly IndexDefinition[]) => {
  const catalog = openCatalog(memoryOnly, { createCollections: true, onMissingCollection: () => {} })
  const collection = catalog.require('notes')
  catalog.ensure({ name: 'notes', indexes })
  return { collection, transactions: createTransactions(memoryOnly) }
}
type Engine = ReturnType<typeof openEngine>

// Few values of many types, so that they meet.
const scalar = fc.constantFrom<unknown>(0, 1, 2, 'a', 'ab', 'abc', null, true, new Date(1), new Date(2))
const value = fc.oneof(
  { weight: 6, arbitrary: scalar },
  { weight: 3, arbitrary: fc.array(scalar, { maxLength: 3 }) },
  { weight: 1, arbitrary: fc.record({ x: scalar }, { requiredKeys: [], noNullPrototype: true }) },
)
const document = fc.record(
  {
    a: value,
    b: scalar,
    l: fc.oneof(
      value,
      fc.array(fc.record({ x: value, y: scalar }, { requiredKeys: [], noNullPrototype: true }), {
        maxLength: 3,
      }),
    ),
  },
  { requiredKeys: [], noNullPrototype: true },
)

const FIELDS = ['a', 'b', 'l.x', 'l.y', '_id'] as const
const field = fc.constantFrom(...FIELDS)
const direction = fc.constantFrom<1 | -1>(1, -1)
const keys = fc
  .uniqueArray(fc.record({ field, direction }), {
    selector: (key) => key.field,
    minLength: 1,
    maxLength: 3,
  })
  // Documents with two arrays would hardly ever be held.
  .filter((all) => !all.some(({ field }) => field === 'a') || !all.some(({ field }) => field.startsWith('l')))
const indexes = fc
  .array(keys, { minLength: 1, maxLength: 4 })
  .map((all) => all.map((one, at): IndexDefinition => ({ name: `i${at}`, keys: one })))

const comparison = fc
  .dictionary(fc.constantFrom('$gt', '$gte', '$lt', '$lte', '$eq', '$ne'), scalar, { minKeys: 1, maxKeys: 2 })
  .map((operators) => ({ ...operators }))
const condition = fc.oneof(
  { weight: 4, arbitrary: scalar },
  { weight: 4, arbitrary: comparison },
  { weight: 2, arbitrary: fc.array(scalar, { maxLength: 3 }).map(($in): Fields => ({ $in })) },
  { weight: 1, arbitrary: fc.array(scalar, { maxLength: 2 }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom<unknown>(/^a/, /^ab*/, /^a|b/, /^A/i, /b/, { $exists: true }, { $size: 2 }),
  },
)
const flat = fc
  .uniqueArray(fc.tuple(field, condition), { selector: ([name]) => name, maxLength: 3 })
  .map((conditions): Fields => Object.fromEntries(conditions))
const query = fc.oneof(
  { weight: 3, arbitrary: flat },
  { weight: 1, arbitrary: fc.array(flat, { minLength: 1, maxLength: 2 }).map(($and): Fields => ({ $and })) },
)
const order = fc
  .uniqueArray(fc.tuple(field, direction), { selector: ([name]) => name, maxLength: 3 })
  .map((all): Fields => Object.fromEntries(all))
  // Nor can such documents be sorted.
  .filter((by) => !('a' in by && ('l.x' in by || 'l.y' in by)))
const most = fc.oneof(fc.nat(4), fc.constant(Number.POSITIVE_INFINITY))
const anyQuestion = fc.record({ query, order, most })

/** One that an index helps with: conditions on its fields, and its order or part of it, or the reverse. */
const questionOn = ({ keys }: IndexDefinition) =>
  fc.record({
    query: fc
      .tuple(...keys.map(({ field }) => fc.tuple(fc.constant(field), fc.option(condition, { freq: 2 }))))
      .map((conditions): Fields => Object.fromEntries(conditions.filter(([, one]) => one !== null))),
    order: fc
      .record({ from: fc.nat(keys.length), sign: direction })
      .map(
        ({ from, sign }): Fields =>
          Object.fromEntries(
            keys.slice(from).map(({ field, direction }) => [field, direction === sign ? 1 : -1]),
          ),
      ),
    most,
  })
const world = indexes.chain((definitions) => {
  const focused = fc.constantFrom(...definitions).chain(questionOn)
  const question = fc.oneof({ weight: 3, arbitrary: focused }, { weight: 1, arbitrary: anyQuestion })
  return fc.record({
    definitions: fc.constant(definitions),
    questions: fc.array(question, { minLength: 1, maxLength: 12 }),
  })
})

const id = fc.nat(11)
const change = fc.record({ id, to: fc.option(document) })

const parallel = (error: unknown) => error instanceof Error && error.message.includes('parallel arrays')

/** Writes a document or removes it; what an index cannot hold is left out. */
async function put(
  engines: readonly Engine[],
  at: number,
  to: Fields | null,
  ids: readonly (string | undefined)[],
) {
  for (const [position, { transactions, collection }] of engines.entries()) {
    const write = (within: Transaction): unknown =>
      to === null
        ? remove(within, collection, { _id: at }, false)
        : replace(within, collection, { _id: at }, to, true)
    await transactions.run(ids[position], write)
  }
}

/** The first engine has the indexes. A document that they refuse must not end its transaction: it is tried apart. */
async function isHeld(definitions: readonly IndexDefinition[], to: Fields | null) {
  if (to === null) return true
  const { transactions, collection } = openEngine(definitions)
  return transactions
    .run(undefined, (within) => insert(within, collection, to))
    .then(
      () => true,
      (error: unknown) => {
        if (!parallel(error)) throw error
        return false
      },
    )
}

async function compare(
  engines: readonly [Engine, Engine],
  ids: readonly (string | undefined)[],
  { query, order, most }: { query: Fields; order: Fields; most: number },
) {
  const [indexedEngine, plainEngine] = engines
  const { documents: indexed } = await indexedEngine.transactions.run(ids[0], (within) =>
    find(within, indexedEngine.collection, query, most, order),
  )
  // `$or` hides the query from the planner.
  const { documents: plain, index } = await plainEngine.transactions.run(ids[1], (within) =>
    find(within, plainEngine.collection, { $or: [query] }),
  )
  expect(index).toBe(null)
  const all = sortDocuments(plain, order)
  // Those that tie may come in any order; with `_id` in the order none do.
  const chosen = new Set(indexed.map((one) => JSON.stringify(one._id)))
  const rest = all.filter((one) => !chosen.has(JSON.stringify(one._id)))
  expect(indexed).toHaveLength(Math.min(most, all.length))
  expect(chosen.size).toBe(indexed.length)
  const byId = new Map(all.map((one) => [JSON.stringify(one._id), one]))
  for (const one of indexed) expect(byId.get(JSON.stringify(one._id))).toEqual(one)
  expect(sortDocuments([...indexed, ...rest], order).slice(0, indexed.length)).toEqual(indexed)
}

it('what an index finds is what a scan finds, in order, cut, and in every snapshot', async () => {
  await fc.assert(
    fc.asyncProperty(
      world,
      fc.array(document, { maxLength: 12 }),
      fc.array(change, { maxLength: 5 }),
      fc.array(change, { maxLength: 5 }),
      fc.boolean(),
      async ({ definitions, questions }, documents, committed, staged, warm) => {
        const engines = [openEngine(definitions), openEngine([])] as const
        const outside = [undefined, undefined]
        for (const [at, to] of documents.entries()) {
          if (await isHeld(definitions, to)) await put(engines, at, to, outside)
        }
        const begin = () => engines.map(({ transactions }) => transactions.begin())
        const [reader, writer] = [begin(), begin()]
        const ask = async (ids: readonly (string | undefined)[]) => {
          for (const one of questions) await compare(engines, ids, one)
        }
        // Indexes are built when first needed: before the changes or after them.
        if (warm) await ask(reader)
        else for (const [at, engine] of engines.entries()) await engine.transactions.run(reader[at], () => {})
        for (const { id, to } of committed)
          if (await isHeld(definitions, to)) await put(engines, id, to, outside)
        for (const { id, to } of staged) if (await isHeld(definitions, to)) await put(engines, id, to, writer)
        for (const ids of [reader, writer, outside]) await ask(ids)
        for (const [at, engine] of engines.entries()) {
          engine.transactions.abort(writer[at] ?? '')
          engine.transactions.commit(reader[at] ?? '')
        }
        await ask(outside)
      },
    ),
    { numRuns: 200 },
  )
}, 60_000)

it('a query by place looks at the documents that have one', async () => {
  const { collection, transactions } = openEngine([
    { name: 'at', keys: [{ field: 'at', direction: '2dsphere' }] },
  ])
  for (const at of [{ type: 'Point', coordinates: [0, 0] }, null, undefined]) {
    await transactions.run(undefined, (within) => insert(within, collection, at === undefined ? {} : { at }))
  }
  const near = { at: { $near: { $geometry: { type: 'Point', coordinates: [0, 0] } } } }
  const plan = planQuery(collection, { $and: [near, { n: 1 }] }, {})
  expect(plan).toMatchObject({ kind: 'index', index: { definition: { name: 'at' } }, sorted: false })
  expect(plan.kind === 'index' && [...plan.postings]).toHaveLength(1)
})

// MongoDB manual, "Multikey Index Bounds" and "cursor.sort()": elements may meet one condition each, and an array is
// ordered by the least of all its elements.
it.each<[Fields, Fields, number[]]>([
  [{ a: { $gt: 3, $lt: 6 } }, {}, [2, 3, 1]],
  [{ a: 1 }, { a: 1, b: 1 }, [3, 1]],
  [{ a: { $gte: 1 } }, { a: 1 }, [3, 1, 2]],
  [{ a: { $gte: 1 } }, { a: -1 }, [1, 3, 2]],
  [{ $and: [{ a: 1 }, { a: 10 }] }, {}, [1]],
])('%j in order %j of documents with arrays finds %j', async (query, order, ids) => {
  const { collection, transactions } = openEngine([
    {
      name: 'a_b',
      keys: [
        { field: 'a', direction: 1 },
        { field: 'b', direction: 1 },
      ],
    },
  ])
  const documents = [
    { _id: 1, a: [1, 10], b: 1 },
    { _id: 2, a: 4 },
    { _id: 3, a: [0, 1, 7], b: 3 },
  ]
  const found = await transactions.run(undefined, (within) => {
    for (const one of documents) insert(within, collection, one)
    return find(within, collection, query, undefined, order)
  })
  expect(found.index).toBe('a_b')
  expect(found.documents.map(({ _id }) => _id)).toEqual(ids)
})
