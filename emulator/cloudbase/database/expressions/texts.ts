import { numberOf, typeOf } from '../bson-types.ts'
import { requestFailed } from '../errors.ts'
import { range } from './arrays.ts'
import { binary, isNullish, needInteger, needText, unary, variadic } from './operands.ts'
import type { Operator } from './scope.ts'

/** How MongoDB reads a value where it wants text: null and a missing value are the empty text. */
function textOf(name: string, value: unknown): string {
  if (isNullish(value)) return ''
  if (typeof value === 'string') return value
  if (value instanceof Date) return value.toISOString()
  if (numberOf(value) !== undefined) return String(value)
  throw requestFailed(`${name}: can't convert from BSON type ${typeOf(value)} to String`)
}

function concat(values: readonly unknown[]): unknown {
  let text = ''
  for (const value of values) {
    if (isNullish(value)) return null
    text += needText((type) => `$concat only supports strings, not ${type}`, value)
  }
  return text
}

function split(value: unknown, separator: unknown): unknown {
  if (isNullish(value) || isNullish(separator)) return null
  const text = needText(
    (type) => `$split requires an expression that evaluates to a string as a first argument, found: ${type}`,
    value,
  )
  const by = needText(
    (type) => `$split requires an expression that evaluates to a string as a second argument, found: ${type}`,
    separator,
  )
  if (by === '') throw requestFailed('$split requires a non-empty separator')
  return text.split(by)
}

/** MongoDB manual, "$substrBytes": a negative length means the rest; a cut through a character is an error. */
function substringOfBytes([value, start, length]: readonly unknown[]): string {
  const bytes = Buffer.from(textOf('$substrBytes', value))
  const from = needInteger('$substrBytes: starting index', start)
  const count = needInteger('$substrBytes: length', length)
  if (from < 0) throw requestFailed('$substrBytes: starting index must be non-negative')
  const to = count < 0 ? bytes.length : Math.min(bytes.length, from + count)
  const cutsAt = (position: number) => ((bytes[position] ?? 0) & 0xc0) === 0x80
  if (from < bytes.length && cutsAt(from)) {
    throw requestFailed('$substrBytes:  Invalid range, starting index is a UTF-8 continuation byte.')
  }
  if (to < bytes.length && cutsAt(to)) {
    throw requestFailed('$substrBytes:  Invalid range, ending index is in the middle of a UTF-8 character.')
  }
  return bytes.toString('utf8', from, to)
}

function substringOfCharacters([value, start, length]: readonly unknown[]): string {
  const from = needInteger('$substrCP: starting index', start)
  const count = needInteger('$substrCP: length', length)
  if (from < 0) throw requestFailed('$substrCP: the starting index must be nonnegative integer.')
  if (count < 0) throw requestFailed('$substrCP: length must be a nonnegative integer.')
  return [...textOf('$substrCP', value)].slice(from, from + count).join('')
}

type Search = (text: string, sought: string, from: number, to: number | undefined) => number

const bytes: Search = (text, sought, from, to) => {
  const whole = Buffer.from(text)
  const end = Math.min(to ?? whole.length, whole.length)
  return from > end ? -1 : whole.subarray(0, end).indexOf(sought, from)
}

const characters: Search = (text, sought, from, to) => {
  const whole = [...text]
  const end = Math.min(to ?? whole.length, whole.length)
  if (from > end) return -1
  const at = whole.slice(from, end).join('').indexOf(sought)
  return at < 0 ? -1 : from + [...whole.slice(from, end).join('').slice(0, at)].length
}

const indexOf = (name: string, search: Search): [string, Operator] => [
  name,
  variadic(
    name,
    ([value, sought, start = 0, end]) => {
      if (isNullish(value)) return null
      const text = needText(
        (type) => `${name} requires a string as the first argument, found: ${type}`,
        value,
      )
      const part = needText(
        (type) => `${name} requires a string as the second argument, found: ${type}`,
        sought,
      )
      const [from, to] = range(name, start, end, Number.MAX_SAFE_INTEGER)
      return search(text, part, from, end === undefined ? undefined : to)
    },
    2,
    4,
  ),
]

const length = (name: string, count: (text: string) => number): [string, Operator] => [
  name,
  unary(name, (value) =>
    count(needText((type) => `${name} requires a string argument, found: ${type}`, value)),
  ),
]

/** MongoDB manual, "$toUpper": "only has a well-defined behavior for strings of ASCII characters". */
const mapped = (name: string, letters: RegExp, change: (letter: string) => string): [string, Operator] => [
  name,
  unary(name, (value) => textOf(name, value).replace(letters, change)),
]

const lower = (text: string) => text.replace(/[A-Z]/g, (letter) => letter.toLowerCase())

function compareIgnoringCase(a: unknown, b: unknown): number {
  const [first, second] = [lower(textOf('$strcasecmp', a)), lower(textOf('$strcasecmp', b))]
  return first < second ? -1 : first > second ? 1 : 0
}

const replace = (name: string, all: boolean): [string, Operator] => [
  name,
  (operand, scope) => {
    const evaluate = scope.compile(operand, scope)
    return (frame) => {
      const given = evaluate(frame)
      const { input, find, replacement } = Object.fromEntries(Object.entries(given ?? {}))
      if (isNullish(input) || isNullish(find) || isNullish(replacement)) return null
      const [text, sought, by] = [input, find, replacement].map((one) =>
        needText((type) => `${name} requires that its arguments be strings, found: ${type}`, one),
      )
      const substitute = () => by ?? ''
      return all ? text?.replaceAll(sought ?? '', substitute) : text?.replace(sought ?? '', substitute)
    }
  },
]

/** MongoDB manual, "String Expression Operators". */
export const TEXTS: readonly (readonly [string, Operator])[] = [
  ['$concat', variadic('$concat', concat)],
  ['$split', binary('$split', split)],
  ['$substr', variadic('$substr', substringOfBytes, 3, 3)],
  ['$substrBytes', variadic('$substrBytes', substringOfBytes, 3, 3)],
  ['$substrCP', variadic('$substrCP', substringOfCharacters, 3, 3)],
  indexOf('$indexOfBytes', bytes),
  indexOf('$indexOfCP', characters),
  length('$strLenBytes', (text) => Buffer.byteLength(text)),
  length('$strLenCP', (text) => [...text].length),
  mapped('$toLower', /[A-Z]/g, (letter) => letter.toLowerCase()),
  mapped('$toUpper', /[a-z]/g, (letter) => letter.toUpperCase()),
  ['$strcasecmp', binary('$strcasecmp', compareIgnoringCase)],
  replace('$replaceOne', false),
  replace('$replaceAll', true),
]
