import { typeOf } from './bson-types.ts'
import { isSame } from './equality.ts'
import { writeError } from './errors.ts'
import { valueAt } from './paths.ts'
import { compileQuery } from './query.ts'
import { equalTo } from './query-operators.ts'
import type { Change } from './update-operators.ts'
import { compareValues } from './value-order.ts'
import { isFields } from './values.ts'

/** The operators on arrays. */
export const ARRAY_CHANGES: ReadonlyMap<string, Change> = new Map<string, Change>([
  ['$push', onArray(push)],
  ['$addToSet', onArray(addToSet)],
  ['$pull', onArray((array, operand) => array?.filter(not(pulled(operand))))],
  [
    '$pullAll',
    onArray((array, operand) => array?.filter((element) => !contains(asArray('$pullAll', operand), element))),
  ],
  ['$pop', onArray((array, operand) => (operand === 1 ? array?.slice(0, -1) : array?.slice(1)))],
])

/** What is there is an array or nothing: the update was checked. */
function onArray(change: (array: readonly unknown[] | undefined, operand: unknown) => unknown): Change {
  return (value, operand) => change(Array.isArray(value) ? value : undefined, operand)
}

const MODIFIERS = new Set(['$each', '$position', '$slice', '$sort'])

function push(array: readonly unknown[] = [], operand: unknown): readonly unknown[] {
  if (!isFields(operand) || !('$each' in operand)) return [...array, operand]
  for (const name of Object.keys(operand)) {
    if (!MODIFIERS.has(name)) throw writeError(`Unrecognized clause in $push: ${name}`)
  }
  const { $each, $position, $slice, $sort } = operand
  const pushed = [...array]
  pushed.splice(whole('$position', $position) ?? pushed.length, 0, ...asArray('$each in $push', $each))
  if ($sort !== undefined) pushed.sort(ordering($sort))
  const slice = whole('$slice', $slice)
  if (slice === undefined) return pushed
  if (slice === 0) return []
  return slice > 0 ? pushed.slice(0, slice) : pushed.slice(slice)
}

function addToSet(array: readonly unknown[] = [], operand: unknown): readonly unknown[] {
  const added =
    isFields(operand) && '$each' in operand ? asArray('$each in $addToSet', operand['$each']) : [operand]
  const result = [...array]
  for (const element of added) if (!contains(result, element)) result.push(element)
  return result
}

/** MongoDB manual, "$pull": a condition is on the elements themselves, a document on the fields of embedded documents. */
function pulled(operand: unknown): (element: unknown) => boolean {
  if (operand instanceof RegExp) return equalTo(operand)
  if (!isFields(operand)) return (element) => isSame(element, operand)
  if (Object.keys(operand).some((name) => name.startsWith('$') && name !== '$and' && name !== '$or')) {
    const matches = compileQuery({ element: operand })
    return (element) => matches({ element })
  }
  const matches = compileQuery(operand)
  return (element) => isFields(element) && matches(element)
}

function ordering(sort: unknown): (a: unknown, b: unknown) => number {
  if (sort === 1 || sort === -1) return (a, b) => sort * compareValues(a, b)
  if (!isFields(sort) || !Object.values(sort).every((direction) => direction === 1 || direction === -1)) {
    throw writeError(
      'The $sort is invalid: use 1/-1 to sort the whole element, or {field:1/-1} to sort embedded fields',
    )
  }
  const at = (element: unknown, path: string) => (isFields(element) ? valueAt(element, path) : undefined)
  return (a, b) => {
    for (const [path, direction] of Object.entries(sort)) {
      const order = compareValues(at(a, path), at(b, path))
      if (order !== 0) return direction === 1 ? order : -order
    }
    return 0
  }
}

const not = (test: (element: unknown) => boolean) => (element: unknown) => !test(element)

const contains = (array: readonly unknown[], value: unknown) =>
  array.some((element) => isSame(element, value))

function asArray(name: string, value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value
  throw writeError(`The argument to ${name} must be an array but it was of type ${typeOf(value)}`)
}

function whole(name: string, value: unknown): number | undefined {
  if (value === undefined || (typeof value === 'number' && Number.isInteger(value))) return value
  throw writeError(`The value for ${name} must be an integer value`)
}
