import { randomBytes } from 'node:crypto'
import Sqlite from 'libsql'
import * as v from 'valibot'
import { encodeForStorage } from './ejson.ts'
import type { Persistence, StoredCollection } from './persistence.ts'
import { StoredVersion } from './stored-version.ts'

/** Version of the tables below; a file of a greater one was written by a later release. */
const FORMAT = 1

// A rowid that stays when a document is replaced keeps the order of insertion over a restart.
const TABLES = `
  create table cloudbase_database (format integer not null, owner text not null);
  insert into cloudbase_database values (${FORMAT}, '');
  create table collections (name text primary key, indexes text not null) without rowid;
  create table documents (
    position integer primary key, collection text not null, key text not null, body text not null,
    unique (collection, key)
  );`

const IndexRow = v.array(
  v.object({
    name: v.string(),
    keys: v.array(v.object({ field: v.string(), direction: v.picklist([1, -1, '2dsphere']) })),
    unique: v.exactOptional(v.boolean()),
  }),
)
const FormatRows = v.array(v.object({ format: v.number() }))
const CollectionRows = v.array(
  v.object({ name: v.string(), indexes: v.pipe(v.string(), v.parseJson(), IndexRow) }),
)
const DocumentRows = v.array(v.tuple([v.string(), v.string(), v.string()]))

/** All data is in the memory of one process, so a second one that writes would lose what the first one knows. */
const TAKEN_OVER =
  'has been opened by another process, which owns the data now: nothing of this request is stored. Stop this process, ' +
  'or stop the other one and start this one again; two local clouds at a time need a folder each (--data <dir>)'

/** Opens or creates a file. Whoever opens it last owns it: an earlier owner can write no more. */
export function openSqlite(file: string): Persistence {
  let sqlite: Sqlite.Database | undefined
  try {
    sqlite = new Sqlite(file)
    return serve(sqlite, file)
  } catch (error) {
    sqlite?.close()
    throw new Error(explain(file, error), { cause: error })
  }
}

/** A process that is just ending, or a second one, locks the file for some milliseconds; longer means that it is stuck. */
const BUSY_WAIT_MS = 3000

function serve(sqlite: Sqlite.Database, file: string): Persistence {
  sqlite.pragma(`busy_timeout = ${BUSY_WAIT_MS}`)
  sqlite.pragma('journal_mode = WAL')
  // NORMAL does not wait for the disk at every commit. A commit is in the operating system's hands by then, which a
  // killed process cannot take back; only a power failure can (sqlite.org/pragma.html#pragma_synchronous).
  sqlite.pragma('synchronous = NORMAL')
  prepareTables(sqlite)
  // All data is in the memory of one process, so two on one file would overwrite each other's. SQLite's own exclusive
  // lock is no help: libsql 0.5.29 keeps it after close() until its statements are garbage.
  const owner = randomBytes(8).toString('hex')
  sqlite.prepare('update cloudbase_database set owner = ?').run(owner)
  let stored = load(sqlite)

  const owned = sqlite.prepare('select format from cloudbase_database where owner = ?')
  const begin = sqlite.prepare('begin immediate')
  const commit = sqlite.prepare('commit')
  const put = sqlite.prepare(
    'insert into documents (collection, key, body) values (?, ?, ?) ' +
      'on conflict (collection, key) do update set body = excluded.body',
  )
  const remove = sqlite.prepare('delete from documents where collection = ? and key = ?')
  const putCollection = sqlite.prepare('insert or replace into collections values (?, ?)')

  const inTransaction = (change: () => void) => {
    try {
      begin.run()
      if (owned.all(owner).length === 0) throw new Refused(TAKEN_OVER)
      change()
      commit.run()
    } catch (error) {
      if (sqlite.inTransaction) sqlite.exec('rollback')
      throw new Error(explain(file, error), { cause: error })
    }
  }

  return {
    takeStored() {
      const taken = stored
      stored = []
      return taken
    },
    saveCollection: (name, indexes) => inTransaction(() => putCollection.run(name, JSON.stringify(indexes))),
    write(writes) {
      inTransaction(() => {
        for (const { collection, slot, document } of writes) {
          if (document === null) remove.run(collection.name, slot.key)
          else put.run(collection.name, slot.key, encodeForStorage(document))
        }
      })
    },
    close: () => void sqlite.close(),
  }
}

function prepareTables(sqlite: Sqlite.Database): void {
  const tables = sqlite.prepare("select name from sqlite_master where type = 'table'").pluck().all()
  if (tables.length === 0) {
    sqlite.exec(`begin immediate; ${TABLES} commit;`)
    return
  }
  if (!tables.includes('cloudbase_database')) throw new Refused('is not a database of the CloudBase emulator')
  const format = v.parse(FormatRows, sqlite.prepare('select format from cloudbase_database').all())[0]?.format
  if (format !== FORMAT) {
    throw new Refused(
      `was written by another version of the emulator (format ${format}, this one reads ${FORMAT})`,
    )
  }
}

function load(sqlite: Sqlite.Database): StoredCollection[] {
  const collections = new Map<string, StoredCollection & { documents: StoredDocument[] }>()
  for (const { name, indexes } of v.parse(
    CollectionRows,
    sqlite.prepare('select * from collections').all(),
  )) {
    collections.set(name, { name, indexes, documents: [] })
  }
  // SQLite checks the text, ten times faster than it could be parsed here.
  if (sqlite.prepare('select 1 from documents where not json_valid(body)').all().length > 0)
    throw new Refused('is damaged')
  const rows = sqlite.prepare('select collection, key, body from documents order by position').raw().all()
  for (const [collection, key, body] of v.parse(DocumentRows, rows)) {
    const target = collections.get(collection)
    if (target === undefined) throw new Refused('is damaged')
    target.documents.push({ key, version: new StoredVersion(body) })
  }
  return [...collections.values()]
}

interface StoredDocument {
  readonly key: string
  readonly version: StoredVersion
}

class Refused extends Error {}

function explain(file: string, error: unknown): string {
  if (error instanceof Refused) return `${file} ${error.message}`
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code === 'SQLITE_BUSY') return `${file} is locked by another process`
  if (code === 'SQLITE_NOTADB') return `${file} is not a database of the CloudBase emulator`
  return `${file} cannot be used or is damaged: ${error instanceof Error ? error.message : String(error)}`
}
