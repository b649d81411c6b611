/** Matchers for what the platform leaves open, and the comparison of an outcome with an expectation. */

/** Stands for any value that passes its test. */
export class Matcher {
  readonly words: string
  readonly test: (actual: unknown) => boolean

  constructor(words: string, test: (actual: unknown) => boolean) {
    this.words = words
    this.test = test
  }
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null

export const anyText = new Matcher('a text', (actual) => typeof actual === 'string' && actual !== '')

export const between = (least: number, most: number): Matcher =>
  new Matcher(
    `a number from ${least} to ${most}`,
    (actual) => typeof actual === 'number' && actual >= least && actual <= most,
  )

/** A floating point number computed in another order of operations. */
export const about = (value: number, within = 1e-9): Matcher => between(value - within, value + within)

export const oneOf = (...values: readonly unknown[]): Matcher =>
  new Matcher(`one of ${values.map(show).join(', ')}`, (actual) =>
    values.some((value) => differences(value, actual).length === 0),
  )

/** The same elements; MongoDB promises no order without a sort. */
export const inAnyOrder = (...values: readonly unknown[]): Matcher =>
  new Matcher(`in any order [${values.map(show).join(', ')}]`, (actual) => {
    if (!Array.isArray(actual) || actual.length !== values.length) return false
    const left = [...actual]
    return values.every((value) => {
      const at = left.findIndex((each) => differences(value, each).length === 0)
      if (at === -1) return false
      left.splice(at, 1)
      return true
    })
  })

/** An object with at least these fields. */
export const including = (fields: Readonly<Record<string, unknown>>): Matcher =>
  new Matcher(
    `with ${show(fields)}`,
    (actual) =>
      isObject(actual) &&
      Object.entries(fields).every(([key, value]) => differences(value, actual[key]).length === 0),
  )

/** The promise was rejected. `errMsg` is the text that applications look at. */
export const refused = (errCode: number | Matcher, errMsg: RegExp, code?: string): Matcher =>
  including({ failure: true, errCode, errMsg, ...(code !== undefined && { code }) })

/** JavaScript's own error, or one that the SDK throws without a number. */
export const thrown = (message: RegExp): Matcher => including({ failure: true, message })

/** A value for people. */
const show = (value: unknown): string => {
  if (value instanceof Matcher) return value.words
  if (value === undefined) return 'undefined'
  if (typeof value === 'number') return String(value)
  if (value instanceof RegExp) return String(value)
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'an invalid date' : value.toISOString()
  if (value instanceof Uint8Array) return `bytes ${Buffer.from(value).toString('hex')}`
  if (Array.isArray(value)) return `[${value.map(show).join(', ')}]`
  if (!isObject(value)) return JSON.stringify(value) ?? String(value)
  return `{${Object.entries(value)
    .map(([key, each]) => `${key}: ${show(each)}`)
    .join(', ')}}`
}

const numbersEqual = (a: number, b: number): boolean => a === b || Object.is(a, b)

const leafEquals = (expected: unknown, actual: unknown): boolean => {
  if (typeof expected === 'number' && typeof actual === 'number') return numbersEqual(expected, actual)
  if (expected instanceof Date) return actual instanceof Date && expected.getTime() === actual.getTime()
  if (expected instanceof RegExp) return typeof actual === 'string' && expected.test(actual)
  if (expected instanceof Uint8Array) {
    return actual instanceof Uint8Array && Buffer.from(expected).equals(Buffer.from(actual))
  }
  return Object.is(expected, actual)
}

const isLeaf = (value: unknown): boolean =>
  !isObject(value) || value instanceof Date || value instanceof RegExp || value instanceof Uint8Array

/** What is wrong with `actual`, one line for each place; empty if nothing is. Keys without a value count. */
export const differences = (expected: unknown, actual: unknown, place = 'result'): readonly string[] => {
  const wrong = [`${place}: expected ${show(expected)}, got ${show(actual)}`]
  if (expected instanceof Matcher) return expected.test(actual) ? [] : wrong
  if (isLeaf(expected)) return leafEquals(expected, actual) ? [] : wrong
  if (!isObject(expected) || !isObject(actual) || isLeaf(actual)) return wrong
  if (Array.isArray(expected) !== Array.isArray(actual)) return wrong
  const keys = new Set([...Object.keys(expected), ...Object.keys(actual)])
  return [...keys].flatMap((key) => {
    const at = `${place}.${key}`
    if (!(key in actual)) return [`${at}: expected ${show(expected[key])}, is missing`]
    if (!(key in expected)) return [`${at}: not expected, got ${show(actual[key])}`]
    return differences(expected[key], actual[key], at)
  })
}
