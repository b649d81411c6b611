import { writeError } from './errors.ts'
import { valueAt } from './paths.ts'
import { compileQuery } from './query.ts'
import { type Document, type Fields, isFields, type Operators } from './values.ts'

/**
 * Writes out the positional operators of an update (MongoDB manual, "$ (update)" and "$[]"): `list.$.n` becomes
 * `list.2.n` for the element that the query found, `list.$[].n` one path per element.
 */
export function resolvePositions(document: Document, operators: Operators, query: Fields): Operators {
  if (!Object.values(operators).some((operands) => Object.keys(operands).some(isPositional))) return operators
  const resolved: Record<string, Fields> = {}
  for (const [operator, operands] of Object.entries(operators)) {
    const byPath: Record<string, unknown> = {}
    for (const [path, operand] of Object.entries(operands)) {
      for (const concrete of expand(document, path.split('.'), query)) byPath[concrete] = operand
    }
    resolved[operator] = byPath
  }
  return resolved
}

const isPositional = (path: string) => path.split('.').some((segment) => segment.startsWith('$'))

function expand(document: Document, segments: readonly string[], query: Fields): string[] {
  const at = segments.findIndex((segment) => segment.startsWith('$'))
  if (at < 0) return [segments.join('.')]
  const field = segments.slice(0, at).join('.')
  const rest = segments.slice(at + 1)
  const array = at === 0 ? undefined : valueAt(document, field)
  if (segments[at] === '$') {
    const position = Array.isArray(array) ? positionFinder(field, query)(array) : -1
    if (position < 0) {
      throw writeError('The positional operator did not find the match needed from the query.')
    }
    return expand(document, [field, String(position), ...rest], query)
  }
  if (segments[at] !== '$[]')
    throw writeError(`No array filter found for identifier '${segments[at]}' in path '${segments.join('.')}'`)
  if (!Array.isArray(array)) {
    throw writeError(`The path '${field}' must exist in the document in order to apply array updates.`)
  }
  return array.flatMap((_, position) =>
    expand(document, [...field.split('.'), String(position), ...rest], query),
  )
}

/**
 * Finds the first element of an array that satisfies the conditions that a query sets on it; -1 for none.
 *
 * @param field the path of the array
 */
export function positionFinder(field: string, query: Fields): (array: readonly unknown[]) => number {
  const tests = conditionsOn(field, query).map(({ below, condition }) =>
    compileQuery({ [`element${below}`]: condition }),
  )
  if (tests.length === 0) return () => -1
  return (array) => array.findIndex((element) => tests.every((matches) => matches({ element: [element] })))
}

function conditionsOn(field: string, query: Fields): { below: string; condition: unknown }[] {
  return Object.entries(query).flatMap(([name, condition]) => {
    if (name === field || name.startsWith(`${field}.`))
      return [{ below: name.slice(field.length), condition }]
    if (name !== '$and' || !Array.isArray(condition)) return []
    return condition.flatMap((clause: unknown) => (isFields(clause) ? conditionsOn(field, clause) : []))
  })
}
