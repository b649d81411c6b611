import { EJSON } from 'bson'
import type { Service, WireBody, WireReply, WireRequest } from '../service.ts'
import { type DatabaseOptions, openDatabase } from './index.ts'

/** World time of the tests. */
export const NOW = Date.parse('2026-11-20T08:00:00.000Z')

/** EJSON as @cloudbase/database 1.4.3 writes it. */
export const ejson = (value: unknown) => EJSON.stringify(value, { relaxed: false })

/** A request that no function call sent. */
const OUTSIDE: WireRequest = { parts: {}, source: '', call: undefined, note: () => {} }

/** What a service answers to one action; an action of this service never answers bytes. */
async function ask(service: Service, action: string, body: WireBody): Promise<WireReply> {
  const reply = await service.actions[action]?.(body, OUTSIDE)
  if (reply === undefined || reply instanceof Uint8Array) throw new Error(`no action ${action}`)
  return reply
}

type Change = Readonly<Record<string, unknown>>

/** A database in memory with the collection `notes`, and the requests that wx-server-sdk 4.0.2 makes of it. */
export function openNotes(options: Partial<DatabaseOptions> = {}) {
  const database = openDatabase({ storage: 'memory', now: () => NOW, ...options })
  database.applySchema([{ name: 'notes' }])

  const call = async (action: string, body: WireBody): Promise<WireReply> => {
    return ask(database.service, action, body)
  }
  const data = async (action: string, body: WireBody): Promise<WireReply> => {
    const reply: unknown = (await call(action, { collectionName: 'notes', ...body }))['data']
    return Object.fromEntries(Object.entries(reply ?? {}))
  }
  const within = (transactionId: string | undefined) => (transactionId === undefined ? {} : { transactionId })
  const document = (id: unknown) => ({ queryType: 'DOC', multi: false, query: ejson({ _id: id }) })

  return {
    database,
    call,
    data,
    begin: async () => String((await call('startTransaction', {}))['transactionId']),
    commit: (transactionId: string) => call('commitTransaction', { transactionId }),
    abort: (transactionId: string) => call('abortTransaction', { transactionId }),
    insert: async (documents: unknown[], transactionId?: string) =>
      (await data('insertDocument', { data: documents.map(ejson), ...within(transactionId) }))['insertedIds'],
    /** Stages as the SDK writes them: EJSON of an operand that is an object, JSON of another one. */
    aggregate: async (stages: readonly Change[], collectionName = 'notes'): Promise<unknown[]> => {
      const { list } = await data('aggregateDocuments', {
        collectionName,
        stages: stages.flatMap((stage) =>
          Object.entries(stage).map(([stageKey, operand]) => ({
            stageKey,
            stageValue: typeof operand === 'object' ? ejson(operand) : JSON.stringify(operand),
          })),
        ),
      })
      return Array.isArray(list) ? list.map((text) => EJSON.parse(String(text))) : []
    },
    find: async (query: unknown, more: WireBody = {}): Promise<unknown[]> => {
      const { list } = await data('getDocument', {
        queryType: 'WHERE',
        query: ejson(query),
        limit: 100,
        ...more,
      })
      return Array.isArray(list) ? list.map((text) => EJSON.parse(String(text))) : []
    },
    get: async (id: unknown, transactionId?: string): Promise<unknown> => {
      const { list } = await data('getDocument', { ...document(id), ...within(transactionId) })
      return Array.isArray(list) && list.length > 0 ? EJSON.parse(String(list[0])) : undefined
    },
    update: (id: unknown, change: Change, transactionId?: string) =>
      data('modifyDocument', {
        ...document(id),
        merge: true,
        upsert: false,
        data: ejson(change),
        ...within(transactionId),
      }),
    updateWhere: (query: unknown, change: Change, multi = true) =>
      data('modifyDocument', {
        queryType: 'WHERE',
        query: ejson(query),
        multi,
        merge: true,
        upsert: false,
        data: ejson(change),
      }),
    set: (id: unknown, replacement: unknown, transactionId?: string) =>
      data('modifyDocument', {
        ...document(id),
        merge: false,
        upsert: true,
        data: ejson(replacement),
        ...within(transactionId),
      }),
    remove: (id: unknown, transactionId?: string) =>
      data('removeDocument', { ...document(id), ...within(transactionId) }),
  }
}
