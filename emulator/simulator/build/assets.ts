import { readFile, realpath } from 'node:fs/promises'
import path from 'node:path'
import { contentTypeOf } from '../../contentTypes.ts'

/** Files that a page may ask for; sources and configuration are none of them. */
const ASSET = /^(image|font|audio|video)\//

/** Reads an image, font or sound of the mini-program; undefined for anything that is not one inside its folder. */
export async function readAsset(
  root: string,
  relative: string,
): Promise<{ contentType: string; body: Uint8Array } | undefined> {
  const contentType = contentTypeOf(relative)
  if (contentType === undefined || !ASSET.test(contentType) || relative.includes('\0')) return undefined
  try {
    // After links are followed, so that a link inside cannot lead outside.
    const folder = await realpath(root)
    const file = await realpath(path.join(folder, relative))
    const inside = path.relative(folder, file)
    if (inside.startsWith('..') || path.isAbsolute(inside)) return undefined
    return { contentType, body: await readFile(file) }
  } catch {
    return undefined
  }
}
