import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'libsql'

/** A database on disk for what is too much for memory; nobody misses it afterwards. */
export interface Scratch {
  readonly db: Sqlite.Database
  readonly close: () => void
}

export const openScratch = (tables: string): Scratch => {
  const folder = mkdtempSync(join(tmpdir(), 'oneid-import-'))
  try {
    const db = new Sqlite(join(folder, 'scratch.sqlite'))
    db.pragma('journal_mode = OFF')
    db.pragma('synchronous = OFF')
    // libsql 0.5.29 is compiled with TEMP_STORE=2, which sorts in memory unless it is told otherwise.
    db.pragma('temp_store = FILE')
    db.exec(tables)
    return {
      db,
      close: () => {
        db.close()
        rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
      },
    }
  } catch (error) {
    rmSync(folder, { recursive: true, force: true })
    throw error
  }
}
