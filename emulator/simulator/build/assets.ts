import { readFile, realpath } from 'node:fs/promises'
import { contentTypeOf } from '../../contentTypes.ts'
import { homeOf, liesIn, sourceFile } from './npmPackages.ts'

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
    const named = sourceFile(root, relative)
    const [folder, file] = await Promise.all([realpath(homeOf(root, named)), realpath(named)])
    if (!liesIn(folder, file)) return undefined
    return { contentType, body: await readFile(file) }
  } catch {
    return undefined
  }
}
