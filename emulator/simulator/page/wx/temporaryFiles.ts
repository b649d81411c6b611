const kept = new Map<string, Blob>()

/**
 * Gives content a temporary path, which is gone with the page as WeChat's `tmp` is. It is an address that `<image>`
 * and every `wx` call understand; what follows `#` names the file, because projects read the extension off its end.
 */
export function keepTemporary(content: Blob, name: string): string {
  const path = `${URL.createObjectURL(content)}#/tmp/${encodeURIComponent(name)}`
  kept.set(path, content)
  return path
}

/**
 * The content of a temporary file, or of a picture, font or sound of the mini-program's own package.
 * @returns undefined without such a file
 */
export async function contentAt(path: string): Promise<Blob | undefined> {
  const found = kept.get(path)
  if (found || path === '' || /^[a-z]+:/i.test(path)) return found
  const response = await fetch(`assets/${path.replace(/^\.?\//, '')}`)
  return response.ok ? response.blob() : undefined
}
