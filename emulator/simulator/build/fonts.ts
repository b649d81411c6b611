import { readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import path from 'node:path'

const require = createRequire(import.meta.url)

/** The family of {@link fontStyles}. */
export const BUNDLED_FONT = 'Noto Sans SC Variable'

/**
 * A Chinese font for machines without one, e.g. a container that takes screenshots: some hundred subsets, of which a
 * browser fetches those that the text on the page needs and no font before it in the stack has.
 * @returns `@font-face` rules whose files are at `fonts/`; nothing where the package is not installed
 */
export function fontStyles(): string {
  const file = fontPackage()
  return file === undefined ? '' : readFileSync(file, 'utf8').replaceAll('url(./files/', 'url(fonts/')
}

/** One subset, as WOFF2. */
export async function readFont(name: string): Promise<Uint8Array | undefined> {
  const file = fontPackage()
  if (file === undefined || !/^[\w-]+\.woff2$/.test(name)) return undefined
  return readFile(path.join(path.dirname(file), 'files', name)).catch(() => undefined)
}

function fontPackage(): string | undefined {
  try {
    return require.resolve('@fontsource-variable/noto-sans-sc/wght.css')
  } catch {
    return undefined
  }
}
