import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { deflateRawSync } from 'node:zlib'

/** What the bundle of a function may cost at most. */
export interface Budget {
  /** KB (1,024 bytes) of the zip that a deployment sends, and that a new instance fetches. */
  readonly zipKb: number
  /** Load time, as a share of the load time of wx-server-sdk from node_modules. */
  readonly timesSdk: number
}

/** `login` stands before everything that a person sees. */
const OF_LOGIN: Budget = { zipKb: 220, timesSdk: 0.3 }
const OF_OTHERS: Budget = { zipKb: 450, timesSdk: 0.45 }

export const budgetOf = (functionName: string): Budget => (functionName === 'login' ? OF_LOGIN : OF_OTHERS)

/** Local header, entry of the directory, and the name in both (APPNOTE.TXT 6.3.10, 4.3.7 and 4.3.12). */
const entryBytes = (name: string): number => 30 + 46 + 2 * Buffer.byteLength(name)
const END_OF_DIRECTORY_BYTES = 22

/** KB of a zip of this folder, deflated as zip tools do it unless told otherwise. */
export const zipKb = (folder: string): number => {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  )
  const bytes = files.map(
    ({ name, parentPath }) =>
      deflateRawSync(readFileSync(join(parentPath, name))).length +
      entryBytes(join(parentPath, name).slice(folder.length + 1)),
  )
  return bytes.reduce((sum, one) => sum + one, END_OF_DIRECTORY_BYTES) / 1024
}

/** The functions whose zip is too large, one line each. */
export const tooLargeZips = (built: string): readonly string[] =>
  readdirSync(built).flatMap((name) => {
    const kb = zipKb(join(built, name))
    const most = budgetOf(name).zipKb
    return kb > most ? [`${name}: ${kb.toFixed(1)} KB zipped, at most ${most} KB`] : []
  })
