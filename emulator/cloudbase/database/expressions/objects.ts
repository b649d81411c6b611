import { typeOf } from '../bson-types.ts'
import { checkName } from '../ejson.ts'
import { requestFailed } from '../errors.ts'
import { type Fields, isFields } from '../values.ts'
import { isNullish, listOf, needArray, unary } from './operands.ts'
import type { Operator } from './scope.ts'

/** Adds the fields of a value to an object under construction; null and missing values add nothing. */
export function mergeInto(result: Record<string, unknown>, value: unknown): void {
  if (isNullish(value)) return
  if (!isFields(value))
    throw requestFailed(`$mergeObjects requires object inputs, but input is of type ${typeOf(value)}`)
  for (const [name, inner] of Object.entries(value)) result[name] = inner
}

const mergeObjects: Operator = (operand, scope) => {
  const evaluates = listOf('$mergeObjects', operand, 0).map((one) => scope.compile(one, scope))
  return (frame) => {
    const result: Record<string, unknown> = {}
    for (const evaluate of evaluates) mergeInto(result, evaluate(frame))
    return result
  }
}

function objectToArray(value: unknown): unknown {
  if (isNullish(value)) return null
  if (!isFields(value))
    throw requestFailed(`$objectToArray requires a document input, found: ${typeOf(value)}`)
  return Object.entries(value).map(([k, v]) => ({ k, v }))
}

function arrayToObject(value: unknown): unknown {
  if (isNullish(value)) return null
  const result: Record<string, unknown> = {}
  const pairs = needArray((type) => `$arrayToObject requires an array input, found: ${type}`, value)
  for (const pair of pairs) {
    const [name, inner] = pairOf(pair)
    // The name comes from data, which no check of the request has seen.
    checkName(name)
    result[name] = inner
  }
  return result
}

function pairOf(pair: unknown): [string, unknown] {
  const [name, inner] = Array.isArray(pair) ? twoOf(pair) : keyAndValueOf(pair)
  if (typeof name === 'string') return [name, inner]
  throw requestFailed(`$arrayToObject requires keys of type string, found: ${typeOf(name)}`)
}

function twoOf(pair: readonly unknown[]): readonly unknown[] {
  if (pair.length === 2) return pair
  throw requestFailed(`$arrayToObject requires an array of size 2 arrays,found array of size: ${pair.length}`)
}

function keyAndValueOf(pair: unknown): readonly unknown[] {
  const fields: Fields = isFields(pair) ? pair : {}
  if (Object.keys(fields).length === 2 && 'k' in fields && 'v' in fields) return [fields['k'], fields['v']]
  throw requestFailed("$arrayToObject requires an object with keys 'k' and 'v', or an array of two elements")
}

/** MongoDB manual, "Object Expression Operators", and "$arrayToObject". */
export const OBJECTS: readonly (readonly [string, Operator])[] = [
  ['$mergeObjects', mergeObjects],
  ['$objectToArray', unary('$objectToArray', objectToArray)],
  ['$arrayToObject', unary('$arrayToObject', arrayToObject)],
]
