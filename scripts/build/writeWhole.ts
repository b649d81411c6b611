import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'

const isSame = async (path: string, content: Uint8Array): Promise<boolean> => {
  try {
    return content.length > 0 && Buffer.compare(await readFile(path), content) === 0
  } catch {
    return false
  }
}

/** Writes a file so that nobody ever reads half of it. One that would stay the same is left alone, its date too. */
export const writeWhole = async (path: string, content: string | Uint8Array): Promise<void> => {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content
  if (await isSame(path, bytes)) return
  await mkdir(dirname(path), { recursive: true })
  await writeFile(`${path}.new`, bytes)
  await rename(`${path}.new`, path)
}
