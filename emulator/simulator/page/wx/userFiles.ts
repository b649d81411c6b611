import type { Choice } from '../choice.ts'

/** `wx.env.USER_DATA_PATH`, and where `saveFile` puts what has no path of its own. */
export const USER_FOLDER = 'wxfile://usr'
export const STORE_PREFIX = 'wxfile://store_'

/** A file, or a folder. */
export interface UserFile {
  readonly content: Uint8Array | 'folder'
  /** Seconds since 1970. */
  readonly changed: number
}

/** Files of one person in one app, by whole path. They are kept when the page is gone. */
export interface UserFiles {
  readonly get: (path: string) => UserFile | undefined
  readonly paths: () => readonly string[]
  readonly set: (path: string, content: UserFile['content']) => void
  readonly remove: (path: string) => void
}

const DATABASE = 'simulator-files'
const STORE = 'files'

/** What every person has in every app: read while the page starts, so that calls need not wait. */
const all = new Map<string, UserFile>()
const database = openDatabase()

/** Resolves when what was kept can be read: calls that answer at once must not come earlier. */
export const userFilesRead: Promise<void> = database.then(readAll)

export function createUserFiles({ person, app }: Choice): UserFiles {
  const prefix = `${person.id}@${app.appid}/`
  const keep = (path: string, file: UserFile | undefined): void => {
    const key = prefix + path
    if (file) all.set(key, file)
    else all.delete(key)
    change((store) => (file ? store.put(file, key) : store.delete(key))).catch(console.error)
  }
  return {
    get: (path) => (path === USER_FOLDER ? { content: 'folder', changed: 0 } : all.get(prefix + path)),
    paths: () =>
      [...all.keys()].filter((key) => key.startsWith(prefix)).map((key) => key.slice(prefix.length)),
    set: (path, content) => keep(path, { content, changed: Math.floor(Date.now() / 1000) }),
    remove: (path) => keep(path, undefined),
  }
}

async function change(work: (store: IDBObjectStore) => unknown): Promise<void> {
  work((await database).transaction(STORE, 'readwrite').objectStore(STORE))
}

function openDatabase(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open(DATABASE, 1)
    opening.addEventListener('upgradeneeded', () => opening.result.createObjectStore(STORE))
    opening.addEventListener('error', () => reject(opening.error ?? new Error('no database')))
    opening.addEventListener('success', () => resolve(opening.result))
  })
}

function readAll(from: IDBDatabase): Promise<void> {
  return new Promise((resolve, reject) => {
    const reading = from.transaction(STORE).objectStore(STORE).openCursor()
    reading.addEventListener('error', () => reject(reading.error ?? new Error('not read')))
    reading.addEventListener('success', () => {
      const cursor = reading.result
      if (!cursor) return resolve()
      const kept = fileIn(cursor.value)
      if (kept) all.set(String(cursor.key), kept)
      cursor.continue()
    })
  })
}

function fileIn(value: unknown): UserFile | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const content: unknown = Reflect.get(value, 'content')
  const changed = Number(Reflect.get(value, 'changed'))
  return content === 'folder' || content instanceof Uint8Array ? { content, changed } : undefined
}
