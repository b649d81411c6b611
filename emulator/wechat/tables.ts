import Sqlite from 'libsql'
import * as v from 'valibot'

/** Entries of one kind, by key. What is put is kept as it is and never changed in place. */
export interface Table<Entry> {
  readonly get: (key: string) => Entry | undefined
  readonly put: (key: string, entry: Entry) => void
  readonly remove: (key: string) => void
  readonly removeWhere: (isMeant: (entry: Entry) => boolean) => void
  /** In the order in which the keys were first put. */
  readonly list: () => readonly Entry[]
  readonly clear: () => void
}

/** The state of the simulated world, table by table. */
export interface Tables {
  /** @throws Error when what the file holds does not fit the schema */
  readonly open: <Entry>(name: string, schema: v.GenericSchema<unknown, Entry>) => Table<Entry>
  /** Empties every table that was opened. */
  readonly clear: () => void
  readonly close: () => void
}

/** Where the rows of a table outlive the process. */
interface Rows {
  readonly load: (table: string) => readonly { readonly key: string; readonly body: string }[]
  readonly put: (table: string, key: string, body: string) => void
  readonly remove: (table: string, key: string) => void
  readonly clear: (table: string) => void
  readonly close: () => void
}

const nowhere: Rows = { load: () => [], put() {}, remove() {}, clear() {}, close() {} }

const RowSchema = v.array(v.object({ key: v.string(), body: v.string() }))

/** A table of the file in which the database is kept too; each connection sees only its own tables. */
const sqliteRows = (file: string): Rows => {
  const sqlite = new Sqlite(file)
  sqlite.pragma('journal_mode = WAL')
  sqlite.pragma('synchronous = NORMAL')
  sqlite.exec(
    'create table if not exists world (position integer primary key, name text not null, key text not null, body text not null, unique (name, key))',
  )
  const load = sqlite.prepare('select key, body from world where name = ? order by position')
  const put = sqlite.prepare(
    'insert into world (name, key, body) values (?, ?, ?) on conflict (name, key) do update set body = excluded.body',
  )
  const remove = sqlite.prepare('delete from world where name = ? and key = ?')
  const clear = sqlite.prepare('delete from world where name = ?')
  return {
    load: (table) => v.parse(RowSchema, load.all(table)),
    put: (table, key, body) => void put.run(table, key, body),
    remove: (table, key) => void remove.run(table, key),
    clear: (table) => void clear.run(table),
    close: () => void sqlite.close(),
  }
}

const openTable = <Entry>(
  rows: Rows,
  name: string,
  schema: v.GenericSchema<unknown, Entry>,
): Table<Entry> => {
  const entries = new Map<string, Entry>()
  for (const { key, body } of rows.load(name)) entries.set(key, v.parse(schema, JSON.parse(body)))
  const remove = (key: string): void => {
    rows.remove(name, key)
    entries.delete(key)
  }
  return {
    get: (key) => entries.get(key),
    put: (key, entry) => {
      rows.put(name, key, JSON.stringify(entry))
      entries.set(key, entry)
    },
    remove,
    removeWhere: (isMeant) => {
      for (const [key, entry] of [...entries]) if (isMeant(entry)) remove(key)
    },
    list: () => [...entries.values()],
    clear: () => {
      rows.clear(name)
      entries.clear()
    },
  }
}

/** @param storage the same file as the database's, or memory */
export const openTables = (storage: { readonly file: string } | 'memory'): Tables => {
  const rows = storage === 'memory' ? nowhere : sqliteRows(storage.file)
  const clearings: (() => void)[] = []
  return {
    open: (name, schema) => {
      const table = openTable(rows, name, schema)
      clearings.push(table.clear)
      return table
    },
    clear: () => {
      for (const clear of clearings) clear()
    },
    close: rows.close,
  }
}
