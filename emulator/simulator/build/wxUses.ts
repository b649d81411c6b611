/** A member of `wx` that a script names. */
interface WxUse {
  /** `scanCode`, or `cloud.callContainer`. */
  name: string
  /** Offset of `wx`. */
  offset: number
}

// Comments and texts hold anything; a template literal may hold code, and is looked into.
const TOKEN =
  /\/\*[\s\S]*?\*\/|\/\/[^\n]*|'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|(?<![\w$.])wx\s*\??\.\s*(?<name>[A-Za-z_]\w*)(?:\s*\??\.\s*(?<inner>[A-Za-z_]\w*))?/g

/** The members of `wx` that a script names, in order; those of `wx.cloud` by their full name. */
export function findWxUses(code: string): WxUse[] {
  return [...code.matchAll(TOKEN)].flatMap(({ groups, index }) => {
    const name = groups?.['name']
    if (name === undefined) return []
    const inner = groups?.['inner']
    return [{ name: name === 'cloud' && inner !== undefined ? `cloud.${inner}` : name, offset: index }]
  })
}
