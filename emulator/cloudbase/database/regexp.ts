import { invalidParam, requestFailed } from './errors.ts'

const FLAGS = /^[dgimsuvxy]*$/

/** Options at the beginning of a pattern, which PCRE knows and JavaScript does not. */
const INLINE = /^\(\?([imsx]+)\)/

/**
 * A regular expression as the wire sends it. `d`, `g` and `y` change what a JavaScript expression remembers between
 * two tests, not what it matches, and MongoDB has no such options: they are dropped.
 */
export function toRegExp(pattern: unknown, options: unknown): RegExp {
  const given = options ?? ''
  if (typeof pattern !== 'string') throw invalidParam('a regular expression needs a pattern')
  if (typeof given !== 'string' || !FLAGS.test(given)) {
    throw invalidParam(`unsupported options of a regular expression: ${String(given)}`)
  }
  const inline = INLINE.exec(pattern)
  const flags = new Set(`${given}${inline?.[1] ?? ''}`.replace(/[dgy]/g, ''))
  const bare = inline === null ? pattern : pattern.slice(inline[0].length)
  try {
    return new RegExp(flags.delete('x') ? withoutBlanks(bare) : bare, [...flags].join(''))
  } catch (error) {
    // MongoDB's own words end with those of its engine (PCRE).
    const why = error instanceof Error ? error.message : String(error)
    throw requestFailed(`Regular expression is invalid: ${why}`)
  }
}

/** MongoDB manual, "$regex", option `x`: white space and comments that are not escaped or in a class do not count. */
function withoutBlanks(pattern: string): string {
  return pattern.replace(/\\[\s\S]|\[(?:\\[\s\S]|[^\]\\])*\]|\s+|#[^\n]*(?:\n|$)/g, (part) =>
    /^[\s#]/.test(part) ? '' : part,
  )
}
