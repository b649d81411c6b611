import { afterAll, beforeAll, expect, it } from 'vitest'
import type { TestWorld } from '../emulator/testkit/createWorld.ts'
import { createWorld } from '../emulator/testkit/index.ts'

let world: TestWorld
beforeAll(async () => {
  const keys = [{ field: 'at', direction: 1 as const }]
  world = await createWorld({
    people: ['alice'],
    apps: [{ alias: 'shop' }],
    functions: 'no-functions',
    collections: [{ name: 'visits', indexes: [{ name: 'at', keys }] }],
  })
})
afterAll(() => world.close())

const explain = async (question: unknown) => {
  const reply = await fetch(`${world.url}/__world/database/explain`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(question),
  })
  return { status: reply.status, body: await reply.json() }
}

it('the control API tells how a query is answered', async () => {
  const since = { at: { $gte: { $date: '2026-11-20T00:00:00Z' } } }
  expect(await explain({ collection: 'visits', query: since, order: { at: -1 }, limit: 10 })).toEqual({
    status: 200,
    body: { index: 'at', examined: 0, returned: 0, ms: expect.any(Number) },
  })
  expect(await explain({ collection: 'visits', query: { page: 'home' } })).toMatchObject({
    body: { index: null },
  })
})

it.each([
  [{ collection: 'absent' }, 'Db or Table not exist: absent'],
  [{ collection: 'visits', query: { page: { $nonsense: 1 } } }, '$nonsense'],
  [{ collection: 'visits', limit: 0 }, 'Invalid value'],
  [{}, 'collection'],
])('%j is refused', async (question, words) => {
  expect(await explain(question)).toMatchObject({
    status: 400,
    body: { error: expect.stringContaining(words) },
  })
})
