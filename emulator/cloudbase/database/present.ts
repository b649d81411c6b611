import { numberOf } from './bson-types.ts'
import { requestFailed } from './errors.ts'
import { rootScope } from './expressions/compile.ts'
import { positionFinder } from './positional.ts'
import { compileProjection, type LeafOf } from './projection.ts'
import type { Leaf } from './projection-tree.ts'
import { compileQuery, type View } from './query.ts'
import { type Fields, isFields } from './values.ts'

/**
 * Cuts documents that are in order, and shows the fields that are asked for.
 *
 * @param query what the documents were found by: it says which element of an array `$` stands for
 */
export function present(
  documents: readonly Fields[],
  { offset, limit, projection }: Omit<View, 'order'>,
  query: Fields = {},
): Fields[] {
  const chosen = documents.slice(offset, offset + limit)
  if (Object.keys(projection).length === 0) return chosen
  const show = compileProjection(projection, rootScope(0), operatorsOf(query))
  return chosen.map((document) => show(document, []))
}

/** MongoDB manual, "Projection Operators": `$slice`, `$elemMatch` and the positional `$`. */
const operatorsOf =
  (query: Fields): LeafOf =>
  (path, value) => {
    if (path.endsWith('.$')) return positional(path.slice(0, -2), query)
    if (!isFields(value)) return undefined
    if ('$meta' in value) throw requestFailed('query requires text score metadata, but it is not available')
    if ('$elemMatch' in value) return firstMatching(value['$elemMatch'])
    return '$slice' in value ? slice(value['$slice']) : undefined
  }

function positional(field: string, query: Fields): Leaf {
  const find = positionFinder(field, query)
  const change = (value: unknown) => {
    const position = Array.isArray(value) ? find(value) : -1
    if (!Array.isArray(value) || position < 0) {
      throw requestFailed(
        `Executor error during find command :: caused by :: positional operator '.$' couldn't find a matching element in the array`,
      )
    }
    return [value[position]]
  }
  return { kind: 'change', change, shows: true }
}

function firstMatching(criteria: unknown): Leaf {
  if (!isFields(criteria)) throw requestFailed('elemMatch: Invalid argument, object required')
  const matches = compileQuery({ element: { $elemMatch: criteria } })
  const change = (value: unknown) => {
    const found = Array.isArray(value) ? value.find((element) => matches({ element: [element] })) : undefined
    return found === undefined ? undefined : [found]
  }
  return { kind: 'change', change, shows: true }
}

/** `n`, or `[skip, n]`; an expression is not meant if these are numbers. */
function slice(operand: unknown): Leaf | undefined {
  const list: readonly unknown[] = Array.isArray(operand) ? operand : [operand]
  const [first, second] = list.map(numberOf)
  if (first === undefined) return undefined
  const cut = (array: readonly unknown[]) => {
    if (list.length === 1) return first >= 0 ? array.slice(0, first) : array.slice(first)
    if (second === undefined || second <= 0) throw requestFailed('$slice limit must be positive')
    const start = first >= 0 ? first : Math.max(0, array.length + first)
    return array.slice(start, start + second)
  }
  return { kind: 'change', change: (value) => (Array.isArray(value) ? cut(value) : value), shows: false }
}
