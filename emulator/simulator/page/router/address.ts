/** Where a page call leads. */
export interface Address {
  /** Without a leading slash. */
  path: string
  query: Readonly<Record<string, string>>
}

/** Reads the `url` of a page call; a relative one starts at the page that makes it. */
export function parseAddress(url: string, from: string): Address {
  const [path = '', query = ''] = url.split('?', 2)
  const { pathname } = new URL(path, `http://mini-program/${from}`)
  return { path: pathname.slice(1), query: Object.fromEntries(new URLSearchParams(query)) }
}
