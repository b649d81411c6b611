import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'libsql'
import { afterEach, describe, expect, it } from 'vitest'
import { openDatabase } from './index.ts'
import { NOW, openNotes } from './testing.ts'

const folders: string[] = []

const newFile = () => {
  const folder = mkdtempSync(join(tmpdir(), 'cloudbase-database-'))
  folders.push(folder)
  return join(folder, 'data.sqlite')
}

const open = (file: string) => openDatabase({ storage: { file }, now: () => NOW })

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

describe('a reopened file', () => {
  it('has the committed state, in the order of insertion, and live indexes', async () => {
    const file = newFile()
    const index = { name: 'v', keys: [{ field: 'v', direction: 1 as const }], unique: true }
    const first = openNotes({ storage: { file } })
    first.database.applySchema([{ name: 'notes', indexes: [index] }])
    await first.insert([
      { _id: 'z', v: 1, at: new Date(NOW), re: /x/i, nested: { list: [1.5, null] } },
      { _id: 'a', v: 2 },
      { _id: 7, v: 3 },
    ])
    await first.update('z', { $set: { v: 4 } })
    await first.remove('a')
    const t = await first.begin()
    await first.insert([{ _id: 'open', v: 5 }], t)
    first.database.close()

    const second = openNotes({ storage: { file } })
    expect(second.database.collections()).toEqual([{ name: 'notes', documents: 2, indexes: [index] }])
    expect(second.database.documents('notes')).toEqual([
      { _id: 'z', v: 4, at: new Date(NOW), re: /x/i, nested: { list: [1.5, null] } },
      { _id: 7, v: 3 },
    ])
    await expect(second.insert([{ _id: 'b', v: 4 }])).rejects.toMatchObject({
      message: expect.stringContaining('E11000'),
    })
    second.database.close()
  })

  it('can read the deepest document that may be written', async () => {
    const file = newFile()
    const first = openNotes({ storage: { file } })
    await first.insert([{ _id: 'a' }])
    const path = (length: number) => Array.from({ length }, () => 'x').join('.')
    await first.update('a', { $set: { [path(99)]: new Date(-1) } })
    await expect(
      first.set('b', {}).then(() => first.update('b', { $set: { [path(100)]: new Date(-1) } })),
    ).rejects.toMatchObject({
      message: expect.stringContaining('Document exceeds maximum nested object depth: 100'),
    })
    const kept = first.database.documents('notes')
    first.database.close()
    const second = openNotes({ storage: { file } })
    expect(second.database.documents('notes')).toEqual(kept)
    second.database.close()
  })

  it('keeps both documents of a transaction', async () => {
    const file = newFile()
    const first = openNotes({ storage: { file } })
    const t = await first.begin()
    await first.insert([{ _id: 'a' }], t)
    await first.set('b', { n: 1 }, t)
    await first.commit(t)
    first.database.close()
    const second = openNotes({ storage: { file } })
    expect(second.database.documents('notes')).toEqual([{ _id: 'a' }, { _id: 'b', n: 1 }])
    second.database.close()
  })
})

it('a document is decoded when it is first looked at, and an index sorted when it is first needed', async () => {
  const file = newFile()
  const first = openNotes({ storage: { file } })
  const indexes = [{ name: 'v', keys: [{ field: 'v', direction: 1 as const }] }]
  first.database.applySchema([{ name: 'notes', indexes }])
  await first.insert([
    { _id: 'a', v: 2 },
    { _id: 'b', v: 1 },
  ])
  first.database.close()
  const sqlite = new Sqlite(file)
  sqlite.exec(`update documents set body = '{"v":1}' where key = 'sb'`)
  sqlite.close()
  const second = openNotes({ storage: { file } })
  expect(await second.get('a')).toEqual({ _id: 'a', v: 2 })
  await expect(second.find({ v: { $gt: 0 } })).rejects.toThrow('the database file is damaged: {"v":1}')
  second.database.close()
})

describe('a file that cannot be used', () => {
  it('was written by another version', () => {
    const file = newFile()
    open(file).close()
    const sqlite = new Sqlite(file)
    sqlite.exec('update cloudbase_database set format = 2')
    sqlite.close()
    expect(() => open(file)).toThrow(
      `${file} was written by another version of the emulator (format 2, this one reads 1)`,
    )
  })

  it('is no database', () => {
    const file = newFile()
    writeFileSync(file, 'some other text '.repeat(100))
    expect(() => open(file)).toThrow(`${file} is not a database of the CloudBase emulator`)
  })

  it('is a database of another program', () => {
    const file = newFile()
    const sqlite = new Sqlite(file)
    sqlite.exec('create table cats (name text)')
    sqlite.close()
    expect(() => open(file)).toThrow(`${file} is not a database of the CloudBase emulator`)
  })

  it('has a damaged document', () => {
    const file = newFile()
    open(file).close()
    const sqlite = new Sqlite(file)
    sqlite.exec(`insert into collections values ('notes', '[]');
      insert into documents (collection, key, body) values ('notes', 'sa', '{"_id":')`)
    sqlite.close()
    expect(() => open(file)).toThrow(`${file} is damaged`)
  })

  it('is in a folder that does not exist', () => {
    const file = join(newFile(), 'missing', 'data.sqlite')
    expect(() => open(file)).toThrow(`${file} cannot be used or is damaged`)
  })

  it('was opened by somebody else in the meantime', async () => {
    const file = newFile()
    const first = openNotes({ storage: { file } })
    await first.insert([{ _id: 'a' }])
    const second = openNotes({ storage: { file } })
    await expect(first.insert([{ _id: 'b' }])).rejects.toThrow(
      /has been opened by another process.*Stop this process, or stop the other one and start this one again/,
    )
    expect(first.database.documents('notes')).toEqual([{ _id: 'a' }])
    await second.insert([{ _id: 'c' }])
    expect(second.database.documents('notes')).toEqual([{ _id: 'a' }, { _id: 'c' }])
    first.database.close()
    second.database.close()
  })
})
