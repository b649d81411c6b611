/** Characters that stand for themselves in a pattern and that no other one changes the meaning of. */
const LITERAL = /^[^\\^$.|?*+()[\]{}]$/u
const ESCAPED_LITERAL = /^[^\w\s]$/u

/**
 * The text with which every match of an anchored pattern begins: `ab` of `/^ab.*c/`. Empty if there is none: without an
 * anchor, with an alternative, or with a flag that changes what the anchor or the letters match.
 */
export function prefixOf({ source, flags }: RegExp): string {
  if (!source.startsWith('^') || source.includes('|') || /[imv]/.test(flags)) return ''
  const characters = [...source.slice(1)]
  const prefix: string[] = []
  for (let at = 0; at < characters.length; at += 1) {
    let literal = characters[at] ?? ''
    if (literal === '\\') {
      at += 1
      literal = characters[at] ?? ''
      if (!ESCAPED_LITERAL.test(literal)) break
    } else if (!LITERAL.test(literal)) break
    // A character that may be repeated zero times is not in every match.
    const next = characters[at + 1] ?? ''
    if (next === '?' || next === '*' || next === '{') break
    prefix.push(literal)
    if (next === '+') break
  }
  return prefix.join('')
}
