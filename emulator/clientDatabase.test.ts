import { afterEach, describe, expect, it } from 'vitest'
import { createClientDatabase } from './clientDatabase.ts'
import type { ClientAccessOptions } from './cloudbase/access/index.ts'
import { openDatabase } from './cloudbase/database/index.ts'
import { readSchemaFile } from './schemaFile.ts'

const closing: (() => void)[] = []
afterEach(() => {
  for (const close of closing.splice(0)) close()
})

const open = (options: Pick<ClientAccessOptions, 'createCollections'> = {}) => {
  const closed: string[] = []
  const now = () => 0
  const database = createClientDatabase(openDatabase({ storage: 'memory', now, ...options }), {
    now,
    onClosed: (name) => closed.push(name),
    ...options,
  })
  closing.push(database.close)
  const count = (openid: string, collectionName = 'notes') =>
    database.forClients.answer(
      { action: 'database.calculateDocument', collectionName, queryType: 'WHERE', query: '{}' },
      openid,
    )
  const add = (openid: string) =>
    database.forClients.answer(
      { action: 'database.insertDocument', collectionName: 'notes', data: ['{"text":"a"}'] },
      openid,
    )
  const declare = (...collections: object[]): void =>
    database.applySchema(readSchemaFile({ collections: collections }))
  return { add, count, declare, closed }
}

const DENIED = { code: 'DATABASE_PERMISSION_DENIED' }

describe('a collection about which nobody said anything', () => {
  it('belongs to those who write into it, where collections are made at their first use', async () => {
    const { add, count, closed } = open({ createCollections: true })
    await add('oAlice')
    expect(await count('oAlice')).toMatchObject({ data: { total: 1 } })
    expect(await count('oBob')).toMatchObject({ data: { total: 0 } })
    expect(closed).toEqual([])
  })

  it('stays closed if schema.json names it, which is told once', async () => {
    const { add, count, declare, closed } = open({ createCollections: true })
    declare({ name: 'notes' })
    await expect(add('oAlice')).rejects.toMatchObject(DENIED)
    await expect(count('oBob')).rejects.toMatchObject(DENIED)
    expect(closed).toEqual(['notes'])
  })

  it('is no news where it was closed on purpose, nor where it is missing', async () => {
    const { count, declare, closed } = open()
    declare({ name: 'secrets', access: 'none' })
    await expect(count('oAlice', 'secrets')).rejects.toMatchObject(DENIED)
    await expect(count('oAlice', 'missing')).rejects.toMatchObject({ code: 'DATABASE_COLLECTION_NOT_EXIST' })
    expect(closed).toEqual([])
  })
})
