import type { CollectionReference, DocumentReference, Query } from '@cloudbase/database'
import { isRecord } from '../localCloud.ts'
import type { Options } from './api.ts'
import { cloudCall } from './cloudRequest.ts'
import { reportingUnknown } from './notEmulated.ts'

interface Habits {
  /** Whether `doc().get()` of a missing document is a failure, which it is by default. */
  readonly throwOnNotFound: boolean
}

const dataOf = (options: Options): object => {
  const data = options['data']
  if (!isRecord(data)) throw new Error('parameter.data should be object')
  return data
}

/** `db.collection(name)` */
export function collectionOf(collection: CollectionReference, habits: Habits): object {
  return reportingUnknown('collection', {
    ...queryMembers(collection),
    doc: (id: string | number) => documentOf(collection.doc(id), habits),
    add: cloudCall('collection.add', async (options) => {
      const { id, ids } = await collection.add(dataOf(options))
      return ids === undefined ? { _id: id } : { _ids: ids }
    }),
    aggregate: () => aggregateOf(collection.aggregate()),
  })
}

const queryOf = (query: Query): object => reportingUnknown('query', queryMembers(query))

function queryMembers(query: Query): Readonly<Record<string, unknown>> {
  /** With `multi: false` one document at most, as for the server. */
  const counted = (options: Options): Query =>
    options['multi'] === false ? query.options({ multiple: false }) : query
  return {
    where: (condition: object) => queryOf(query.where(condition)),
    orderBy: (path: string, direction: 'asc' | 'desc') => queryOf(query.orderBy(path, direction)),
    limit: (most: number) => queryOf(query.limit(most)),
    skip: (offset: number) => queryOf(query.skip(offset)),
    field: (projection: object) => queryOf(query.field(projection)),
    get: cloudCall('collection.get', async () => ({ data: (await query.get()).data })),
    count: cloudCall('collection.count', async () => ({ total: (await query.count()).total })),
    update: cloudCall('collection.update', async (options) => {
      const { updated } = await counted(options).update(dataOf(options))
      return { stats: { updated } }
    }),
    remove: cloudCall('collection.remove', async (options) => {
      const { deleted } = await counted(options).remove()
      return { stats: { removed: deleted } }
    }),
  }
}

function documentOf(document: DocumentReference, habits: Habits): object {
  return reportingUnknown('document', {
    field: (projection: object) => documentOf(document.field(projection), habits),
    get: cloudCall('document.get', async () => {
      const { data } = await document.get()
      const found: unknown = Array.isArray(data) ? data[0] : data
      if (found !== undefined && found !== null) return { data: found }
      if (!habits.throwOnNotFound) return { data: null }
      // The words of a mini-program, as public reports quote them; those of a function are others.
      throw new Error(
        `cannot find document with _id ${document.id}, please make sure that the document exists and you have the corresponding access permission`,
      )
    }),
    set: cloudCall('document.set', async (options) => {
      const { updated, upsertedId } = await document.set(dataOf(options))
      return { _id: document.id, stats: { updated, created: upsertedId ? 1 : 0 } }
    }),
    update: cloudCall('document.update', async (options) => {
      const { updated } = await document.update(dataOf(options))
      return { stats: { updated } }
    }),
    remove: cloudCall('document.remove', async () => {
      const { deleted } = await document.remove()
      return { stats: { removed: deleted } }
    }),
  })
}

/** The stages of @cloudbase/database 1.4.3. */
const STAGES = [
  'addFields',
  'bucket',
  'bucketAuto',
  'count',
  'geoNear',
  'group',
  'limit',
  'match',
  'project',
  'lookup',
  'replaceRoot',
  'sample',
  'skip',
  'sort',
  'sortByCount',
  'unwind',
] as const

function aggregateOf(aggregate: ReturnType<CollectionReference['aggregate']>): object {
  const members: Record<string, unknown> = {
    end: cloudCall('collection.aggregate', async () => ({ list: (await aggregate.end()).data })),
  }
  for (const stage of STAGES) members[stage] = (operand: unknown) => aggregateOf(aggregate[stage](operand))
  return reportingUnknown('aggregate', members)
}
