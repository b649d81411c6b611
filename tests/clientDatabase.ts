import { EJSON } from 'bson'
import * as v from 'valibot'
import { afterAll, beforeAll, beforeEach, expect } from 'vitest'
import { readSchemaFile } from '../emulator/schemaFile.ts'
import type { TestWorld } from '../emulator/testkit/createWorld.ts'
import { createWorld } from '../emulator/testkit/index.ts'

/** Phones that ask the database as @cloudbase/database 1.4.3 does, for the tests of what mini-programs may do. */

export let world: TestWorld
let used = 0
/** A collection of its own for each test. */
export let name = ''

/** Two people and two apps for the whole file. */
beforeAll(async () => {
  world = await createWorld({
    people: ['alice', 'bob'],
    apps: [{ alias: 'shop' }, { alias: 'club' }],
    functions: 'no-functions',
    collections: [],
  })
})
afterAll(() => world.close())
beforeEach(() => {
  name = `notes${used++}`
})

export const declare = (access: unknown, collection = name): void => {
  const given = access === undefined ? {} : { access }
  world.database.applySchema(readSchemaFile({ collections: [{ name: collection, ...given }] }))
}

const ReplySchema = v.union([
  v.object({ errCode: v.number(), errMsg: v.string() }),
  v.object({ data: v.record(v.string(), v.unknown()) }),
])

export const ejson = (value: unknown): string => EJSON.stringify(value, { relaxed: false })

export const post = (body: unknown, headers: Record<string, string>) =>
  fetch(`${world.url}/__cloud/database`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })

/** The phone of somebody; what it is refused is thrown. */
export const phone = (person: string, app = 'shop') => {
  const send = async (action: string, params: object) => {
    const body = { collectionName: name, ...params, action: `database.${action}` }
    const reply = v.parse(ReplySchema, await (await post(body, { 'x-person': person, 'x-app': app })).json())
    if ('errCode' in reply) throw Object.assign(new Error(reply.errMsg), reply)
    return reply.data
  }
  const list = (data: Record<string, unknown>) =>
    v.parse(v.array(v.string()), data['list']).map((text): unknown => EJSON.parse(text))
  const byId = (id: unknown) => ({ queryType: 'DOC', multi: false, query: ejson({ _id: id }) })
  return {
    send,
    openid: world.person(person).in(app).openid,
    add: (...documents: object[]) => send('insertDocument', { data: documents.map(ejson) }),
    where: async (query: object, more: object = {}) =>
      list(await send('getDocument', { queryType: 'WHERE', query: ejson(query), limit: 100, ...more })),
    all: async () => list(await send('getDocument', { queryType: 'WHERE', limit: 100 })),
    doc: async (id: unknown) => list(await send('getDocument', byId(id))),
    count: async (query: object) => (await send('calculateDocument', { query: ejson(query) }))['total'],
    update: async (query: object, change: object) =>
      (await send('modifyDocument', { query: ejson(query), multi: true, data: ejson(change) }))['updated'],
    updateDoc: async (id: unknown, change: object) =>
      (await send('modifyDocument', { ...byId(id), data: ejson(change), merge: true }))['updated'],
    setDoc: (id: unknown, document: object) =>
      send('modifyDocument', { ...byId(id), data: ejson(document), merge: false, upsert: true }),
    remove: async (query: object) =>
      (await send('removeDocument', { query: ejson(query), multi: true }))['deleted'],
    removeDoc: async (id: unknown) => (await send('removeDocument', byId(id)))['deleted'],
    aggregate: async (...stages: [string, unknown][]) =>
      send('aggregateDocuments', {
        stages: stages.map(([stageKey, value]) => ({ stageKey, stageValue: ejson(value) })),
      }),
  }
}

export const stored = () => world.database.documents(name)
export const DENIED = {
  errCode: -502003,
  errMsg: expect.stringContaining('-502003 database permission denied'),
}
