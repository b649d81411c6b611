const kept = new Map<string, Blob>()
const bytes = new Map<string, Uint8Array>()

/** Finds files that are no temporary ones. */
let others: (path: string) => Blob | undefined = () => undefined

/**
 * Gives content a temporary path, which is gone with the page as WeChat's `tmp` is. It is an address that `<image>`
 * and every `wx` call understand; what follows `#` names the file, because projects read the extension off its end.
 */
export function keepTemporary(content: Blob, name: string): string {
  const path = `${URL.createObjectURL(content)}#/tmp/${encodeURIComponent(name)}`
  kept.set(path, content)
  // A browser has no call that reads them at once.
  content.arrayBuffer().then((buffer) => bytes.set(path, new Uint8Array(buffer)), console.error)
  return path
}

/** The bytes of a temporary file. */
export const temporaryBytes = (path: string): Uint8Array | undefined => bytes.get(path)

/** From now on `find` is asked for what is no temporary file. */
export function offerFiles(find: (path: string) => Blob | undefined): void {
  others = find
}

/**
 * The content of a temporary file, of one that the mini-program has saved, or of a picture, font or sound of its own
 * package.
 * @returns undefined without such a file
 */
export async function contentAt(path: string): Promise<Blob | undefined> {
  const found = kept.get(path) ?? others(path)
  if (found || path === '' || /^[a-z]+:/i.test(path)) return found
  const response = await fetch(`assets/${path.replace(/^\.?\//, '')}`)
  return response.ok ? response.blob() : undefined
}
