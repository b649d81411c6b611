import { type Dirent, existsSync, readdirSync, statSync } from 'node:fs'
import path from 'node:path'

/** Folders that hold nothing of the mini-program: packages count only once they are built in. */
const isForeign = (folder: Dirent): boolean => folder.name === 'node_modules' || folder.name.startsWith('.')

/** The folder and all below it that can hold sources. */
export function sourceFolders(root: string): string[] {
  if (!existsSync(root)) return []
  const below = readdirSync(root, { withFileTypes: true }).filter(
    (entry) => entry.isDirectory() && !isForeign(entry),
  )
  return [root, ...below.flatMap((entry) => sourceFolders(path.join(root, entry.name)))]
}

/** A text that changes whenever a file below the folder is changed, added or removed. */
export function folderSignature(root: string): string {
  return sourceFolders(root)
    .flatMap((folder) => readdirSync(folder).map((name) => path.join(folder, name)))
    .flatMap((file) => {
      // Editors save by way of files that are gone a moment later.
      const facts = statSync(file, { throwIfNoEntry: false })
      return facts?.isFile() ? [`${file}|${facts.mtimeMs}|${facts.size}`] : []
    })
    .join('\n')
}

/** The files in which two signatures differ. */
export function changedFiles(before: string, after: string): string[] {
  const old = new Set(before.split('\n'))
  const now = new Set(after.split('\n'))
  const lines = [...[...old].filter((line) => !now.has(line)), ...[...now].filter((line) => !old.has(line))]
  return [...new Set(lines.map((line) => line.split('|', 1)[0] ?? ''))].filter((file) => file !== '')
}
