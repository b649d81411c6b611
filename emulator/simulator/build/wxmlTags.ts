/** A start tag in a WXML file. */
interface WxmlTag {
  name: string
  /** Offset of its `<`. */
  offset: number
}

// A tag's attributes may hold `>` in quotes and in {{ }}; comments and the code of <wxs> hold anything.
const TOKEN =
  /<!--[\s\S]*?(?:-->|$)|\{\{[\s\S]*?\}\}|<(?<name>[A-Za-z][\w:.-]*)(?<attributes>(?:[^"'>]|"[^"]*"|'[^']*')*)>/g

/**
 * The start tags of a WXML text in order. The compiler has no list of them, and it renders a tag that nobody
 * defines as an empty native node without a word; with the list such a tag can be refused.
 */
export function findTags(wxml: string): WxmlTag[] {
  const tags: WxmlTag[] = []
  const token = new RegExp(TOKEN)
  for (let match = token.exec(wxml); match; match = token.exec(wxml)) {
    const name = match.groups?.['name']
    if (!name) continue
    tags.push({ name, offset: match.index })
    if (name !== 'wxs' || match.groups?.['attributes']?.endsWith('/')) continue
    const end = wxml.indexOf('</wxs', token.lastIndex)
    token.lastIndex = end < 0 ? wxml.length : end
  }
  return tags
}
