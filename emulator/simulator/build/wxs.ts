/** A comment, a string, or the question what a value is. WXS knows neither regular expressions nor templates as literals. */
const TOKENS =
  /(\/\/[^\n]*|\/\*[\s\S]*?\*\/)|("(?:\\[\s\S]|[^"\\\n])*"|'(?:\\[\s\S]|[^'\\\n])*')|\.constructor\b/g

/** What JavaScript would take away a backslash from: any character that it does not escape. */
const UNKNOWN_ESCAPE = /\\([^nrtbfv0'"\\ux\n\r])|\\([\s\S])/g

/**
 * WXS as JavaScript. They differ in what the `constructor` of a value is, a text like `Array`
 * (https://developers.weixin.qq.com/miniprogram/dev/reference/wxs/06datatype.html, 2026-11), and in that a backslash before a
 * character that it does not escape stays: `getRegExp('^\d+$')` finds digits, as widely used components expect. The latter
 * is not documented.
 */
export function wxsAsJavaScript(code: string): string {
  return code.replace(TOKENS, (all: string, comment?: string, text?: string) => {
    if (comment !== undefined) return all
    if (text === undefined) return '.constructor.name'
    return text.replace(UNKNOWN_ESCAPE, (pair: string, unknown?: string) =>
      unknown === undefined ? pair : `\\\\${unknown}`,
    )
  })
}
