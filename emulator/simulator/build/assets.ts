import { readFile, realpath } from 'node:fs/promises'
import path from 'node:path'

/** Kinds of file that a page may ask for; sources and configuration are none of them. */
const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.gif': 'image/gif',
  '.webp': 'image/webp',
  '.svg': 'image/svg+xml',
  '.ico': 'image/x-icon',
  '.ttf': 'font/ttf',
  '.woff': 'font/woff',
  '.woff2': 'font/woff2',
  '.mp3': 'audio/mpeg',
  '.mp4': 'video/mp4',
}

/** Reads an image, font or sound of the mini-program; undefined for anything that is not one inside its folder. */
export async function readAsset(
  root: string,
  relative: string,
): Promise<{ contentType: string; body: Uint8Array } | undefined> {
  const contentType = CONTENT_TYPES[path.extname(relative).toLowerCase()]
  if (!contentType || relative.includes('\0')) return undefined
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
