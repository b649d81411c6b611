import { Context } from 'mingo/core'
import * as expression from 'mingo/operators/expression'
import * as projection from 'mingo/operators/projection'
import * as query from 'mingo/operators/query'
import { Query } from 'mingo/query'
import type { Any, AnyObject, Options } from 'mingo/types'
import { resolve } from 'mingo/util'
import { isFields } from './values.ts'

type Test = (document: AnyObject) => boolean

const LOGICAL = new Set(['$and', '$or', '$nor'])

/**
 * MongoDB manual, "$elemMatch (query)": criteria on fields match elements that are documents or arrays. mingo 7.2.6
 * gives a scalar element to them as if it were the value of every field.
 */
function elemMatch(selector: string, criteria: AnyObject, options: Options): Test {
  const names = Object.keys(criteria)
  const onElement = names.length > 0 && names.every((name) => name.startsWith('$') && !LOGICAL.has(name))
  if (onElement) return query.$elemMatch(selector, criteria, options)
  const compiled = new Query(criteria, options)
  const matches = (element: unknown) => isSubdocument(element) && compiled.test(element)
  return (document) => {
    const value = resolve(document, selector, { unwrapArray: true })
    if (!Array.isArray(value)) return false
    return value.some((element) => matches(element) || (selector.includes('.') && holds(element, matches)))
  }
}

/** A dotted path through an array gives one array per element. */
const holds = (value: unknown, matches: (element: unknown) => boolean) =>
  Array.isArray(value) && value.some(matches)

function isSubdocument(value: unknown): value is AnyObject {
  return Array.isArray(value) || isFields(value)
}

/** MongoDB manual, "$all": with `$elemMatch` it is an `$and` of them. mingo 7.2.6 has its own copy of `$elemMatch` in it. */
function all(selector: string, operand: Any, options: Options): Test {
  if (!Array.isArray(operand) || operand.length === 0) return query.$all(selector, operand, options)
  const criteria = operand.map((element: unknown) => (isFields(element) ? element['$elemMatch'] : undefined))
  if (!criteria.every(isFields)) return query.$all(selector, operand, options)
  const tests = criteria.map((one) => elemMatch(selector, { ...one }, options))
  return (document) => tests.every((test) => test(document))
}

/**
 * MongoDB manual, "Query for Null or Missing Fields" and "Comparison/Sort Order": null compares equal to a missing
 * field, so `$gte` and `$lte` with null find both. mingo 7.2.6 finds null only.
 */
const orMissing =
  (operator: typeof query.$lte) =>
  (selector: string, operand: Any, options: Options): Test =>
    operand === null ? query.$eq(selector, null, options) : operator(selector, operand, options)

/** mingo's operators with those replaced that differ from MongoDB. Only its base classes leave the choice to us. */
export const context = Context.init({
  expression: { ...expression },
  projection: { ...projection },
  query: {
    ...query,
    $elemMatch: elemMatch,
    $all: all,
    $lte: orMissing(query.$lte),
    $gte: orMissing(query.$gte),
  },
})
