import { type Fields, isFields, isScalar, type Scalar } from './values.ts'

/** A bound that one value of a field keeps. */
export interface Bound {
  readonly path: string
  readonly operator: '>' | '>=' | '<' | '<='
  readonly value: Scalar
}

/** What is known of every document that a query finds. */
export interface Facts {
  /** By path: lists of which each holds a value that the field has. */
  readonly fixed: ReadonlyMap<string, readonly (readonly Scalar[])[]>
  readonly bounds: readonly Bound[]
  /** By path: values that the field does not have. */
  readonly excluded: ReadonlyMap<string, readonly Scalar[]>
}

const BOUNDS: ReadonlyMap<string, Bound['operator']> = new Map([
  ['$gt', '>'],
  ['$gte', '>='],
  ['$lt', '<'],
  ['$lte', '<='],
])

/**
 * The conditions that a query makes beside each other: `{ a: 1, $and: [{ b: 2 }] }` makes two. Each is an object with
 * one name.
 */
export function conditionsOf(query: Fields): readonly Fields[] {
  return Object.entries(query).flatMap(([name, operand]) =>
    name === '$and' && Array.isArray(operand) && operand.every(isFields)
      ? operand.flatMap((clause) => conditionsOf(clause))
      : [{ [name]: operand }],
  )
}

/**
 * The facts of conditions that stand beside each other. A condition of another kind than the documented ones (eq, neq,
 * gt, gte, lt, lte, in, nin; and `elemMatch(eq)` and `all` for lists, which the guide's example of several teachers
 * uses) narrows the query further and proves nothing.
 */
export function factsOf(conditions: readonly Fields[]): Facts {
  const fixed = new Map<string, (readonly Scalar[])[]>()
  const excluded = new Map<string, Scalar[]>()
  const bounds: Bound[] = []
  const fix = (path: string, values: readonly unknown[]): void => {
    // Null also finds documents without the field, and other values are compared in ways of their own.
    if (values.every(isScalar)) fixed.set(path, [...(fixed.get(path) ?? []), values])
  }
  const exclude = (path: string, values: readonly unknown[]): void => {
    excluded.set(path, [...(excluded.get(path) ?? []), ...values.filter(isScalar)])
  }

  for (const [path, condition] of conditions.flatMap((each) => Object.entries(each))) {
    if (path.startsWith('$')) continue
    if (!isFields(condition)) {
      fix(path, [condition])
      continue
    }
    for (const [operator, operand] of Object.entries(condition)) {
      const bound = BOUNDS.get(operator)
      const list: readonly unknown[] | undefined = Array.isArray(operand) ? operand : undefined
      if (operator === '$eq') fix(path, [operand])
      else if (operator === '$in' && list !== undefined) fix(path, list)
      else if (operator === '$all' && list !== undefined) for (const value of list) fix(path, [value])
      else if (operator === '$elemMatch' && isFields(operand) && '$eq' in operand) fix(path, [operand['$eq']])
      else if (operator === '$ne') exclude(path, [operand])
      else if (operator === '$nin' && list !== undefined) exclude(path, list)
      else if (bound !== undefined && isScalar(operand) && typeof operand !== 'boolean') {
        bounds.push({ path, operator: bound, value: operand })
      }
    }
  }
  return { fixed, bounds, excluded }
}
