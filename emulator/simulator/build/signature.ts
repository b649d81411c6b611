import { existsSync, readdirSync, statSync } from 'node:fs'
import path from 'node:path'

/** A text that changes whenever a file below the folder is changed, added or removed. Packages count only once they are built in. */
export function folderSignature(root: string): string {
  if (!existsSync(root)) return ''
  return readdirSync(root, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && !entry.parentPath.includes('node_modules'))
    .map((entry) => {
      const file = path.join(entry.parentPath, entry.name)
      const { mtimeMs, size } = statSync(file)
      return `${file}|${mtimeMs}|${size}`
    })
    .join('\n')
}
