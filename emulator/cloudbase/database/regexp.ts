import { invalidParam } from './errors.ts'

const JS_FLAGS = /^[dgimsuvy]*$/

/**
 * A regular expression as the wire sends it. `d`, `g` and `y` change what a JavaScript expression remembers between
 * two tests, not what it matches, and MongoDB has no such options: they are dropped.
 */
export function toRegExp(pattern: unknown, options: unknown): RegExp {
  const flags = options ?? ''
  if (typeof pattern !== 'string') throw invalidParam('a regular expression needs a pattern')
  if (typeof flags !== 'string' || !JS_FLAGS.test(flags)) {
    throw invalidParam(`unsupported options of a regular expression: ${String(flags)}`)
  }
  try {
    return new RegExp(pattern, flags.replace(/[dgy]/g, ''))
  } catch {
    throw invalidParam(`malformed regular expression: /${pattern}/${flags}`)
  }
}
