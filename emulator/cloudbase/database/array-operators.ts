import { compare, isEqual } from 'mingo/util'
import { writeError } from './errors.ts'
import { valueAt } from './paths.ts'
import { compileQuery } from './query.ts'
import { type Document, type Fields, isFields, type Operators } from './values.ts'

/**
 * Turns the operators on arrays into `$set` of the new array. mingo 7.2.6 sorts by one field only, forgets `$sort`
 * and `$slice` on a missing array, lets `$addToSet` drop duplicates that were there before, and lets
 * `$pull: { f: { a: 1 } }` remove the scalar 1.
 */
export function resolveArrayOperators(document: Document, operators: Operators): Operators {
  const { $set = {}, ...others } = operators
  // Checked before: it is the value that is there. mingo refuses to see `_id` at all.
  const { _id: _, ...set }: Record<string, unknown> = $set
  const kept: Record<string, Fields> = {}
  for (const [operator, operands] of Object.entries(others)) {
    const change = CHANGES.get(operator)
    if (change === undefined) kept[operator] = operands
    else {
      for (const [path, operand] of Object.entries(operands)) {
        if (Object.hasOwn(set, path))
          throw writeError(`Updating the path '${path}' would create a conflict at '${path}'`)
        const array = valueAt(document, path)
        const changed = change(Array.isArray(array) ? array : undefined, operand)
        if (changed !== undefined) set[path] = changed
      }
    }
  }
  return Object.keys(set).length > 0 ? { $set: set, ...kept } : kept
}

/** From the array there is, or undefined, to the new one, or undefined for no change. */
type Change = (array: readonly unknown[] | undefined, operand: unknown) => readonly unknown[] | undefined

const CHANGES: ReadonlyMap<string, Change> = new Map<string, Change>([
  ['$push', push],
  ['$addToSet', addToSet],
  ['$pull', (array, operand) => array?.filter(not(pulled(operand)))],
  [
    '$pullAll',
    (array, operand) => array?.filter((element) => !contains(asArray('$pullAll', operand), element)),
  ],
])

const MODIFIERS = new Set(['$each', '$position', '$slice', '$sort'])

function push(array: readonly unknown[] = [], operand: unknown): readonly unknown[] {
  if (!isFields(operand) || !('$each' in operand)) return [...array, operand]
  for (const name of Object.keys(operand)) {
    if (!MODIFIERS.has(name)) throw writeError(`Unrecognized clause in $push: ${name}`)
  }
  const { $each, $position, $slice, $sort } = operand
  const pushed = [...array]
  pushed.splice(whole('$position', $position) ?? pushed.length, 0, ...asArray('$each', $each))
  if ($sort !== undefined) pushed.sort(ordering($sort))
  const slice = whole('$slice', $slice)
  if (slice === undefined) return pushed
  if (slice === 0) return []
  return slice > 0 ? pushed.slice(0, slice) : pushed.slice(slice)
}

function addToSet(array: readonly unknown[] = [], operand: unknown): readonly unknown[] {
  const added = isFields(operand) && '$each' in operand ? asArray('$each', operand['$each']) : [operand]
  const result = [...array]
  for (const element of added) if (!contains(result, element)) result.push(element)
  return result
}

/** MongoDB manual, "$pull": a condition is on the elements themselves, a document on the fields of embedded documents. */
function pulled(operand: unknown): (element: unknown) => boolean {
  if (operand instanceof RegExp) return (element) => typeof element === 'string' && operand.test(element)
  if (!isFields(operand)) return (element) => isEqual(element, operand)
  if (Object.keys(operand).some((name) => name.startsWith('$') && name !== '$and' && name !== '$or')) {
    const matches = compileQuery({ element: operand })
    return (element) => matches({ element })
  }
  const matches = compileQuery(operand)
  return (element) => isFields(element) && matches(element)
}

function ordering(sort: unknown): (a: unknown, b: unknown) => number {
  if (sort === 1 || sort === -1) return (a, b) => sort * compare(a, b)
  if (!isFields(sort) || !Object.values(sort).every((direction) => direction === 1 || direction === -1)) {
    throw writeError(
      'The $sort is invalid: use 1/-1 to sort the whole element, or {field:1/-1} to sort embedded fields',
    )
  }
  const at = (element: unknown, path: string) => (isFields(element) ? valueAt(element, path) : undefined)
  return (a, b) => {
    for (const [path, direction] of Object.entries(sort)) {
      const order = compare(at(a, path), at(b, path))
      if (order !== 0) return direction === 1 ? order : -order
    }
    return 0
  }
}

const not = (test: (element: unknown) => boolean) => (element: unknown) => !test(element)

const contains = (array: readonly unknown[], value: unknown) =>
  array.some((element) => isEqual(element, value))

function asArray(name: string, value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value
  throw writeError(`The argument to ${name} must be an array`)
}

function whole(name: string, value: unknown): number | undefined {
  if (value === undefined || (typeof value === 'number' && Number.isInteger(value))) return value
  throw writeError(`The value for ${name} must be an integer value`)
}
