import { documentPath, evaluate, holds, type Scope } from './evaluate.ts'
import { type Comparison, type Expression, partsOf } from './expression.ts'
import type { Bound, Facts } from './facts.ts'
import { ALTERNATIVES_MAX } from './limits.ts'
import { type Fields, order, type Scalar, sameValue } from './values.ts'

type Compared = Extract<Expression, { kind: 'compare' }>

/**
 * Conditions under which every document with these facts is one that the rule allows; none if the facts alone prove
 * it, undefined if they do not.
 */
export function prove(rule: Expression, facts: Facts, scope: Scope): readonly Fields[] | undefined {
  return proveAs(rule, true, facts, scope)
}

function proveAs(
  rule: Expression,
  wanted: boolean,
  facts: Facts,
  scope: Scope,
): readonly Fields[] | undefined {
  if (rule.kind === 'not') return proveAs(rule.operand, !wanted, facts, scope)
  if (rule.kind === 'and' || rule.kind === 'or') {
    const left = proveAs(rule.left, wanted, facts, scope)
    const either = (rule.kind === 'or') === wanted
    if (either && left !== undefined) return left
    if (!either && left === undefined) return undefined
    const right = proveAs(rule.right, wanted, facts, scope)
    return either || right === undefined ? right : [...(left ?? []), ...right]
  }
  if (rule.kind === 'compare' && rule.operator === '!=') {
    return proveAs({ ...rule, operator: '==' }, !wanted, facts, scope)
  }
  return (
    proveByValues(rule, wanted, facts, scope) ??
    (rule.kind === 'compare' ? proveByComparison(rule, wanted, facts, scope) : undefined)
  )
}

/** Puts every value that the query leaves to the document's fields into the condition. */
function proveByValues(
  rule: Expression,
  wanted: boolean,
  facts: Facts,
  scope: Scope,
): readonly Fields[] | undefined {
  const paths = [...pathsOf(rule, scope)]
  // "With `in`, only a single value is allowed" in the argument of get(): documentation of get(), read 2026-11.
  const lists = paths.map(([path, exact]) =>
    (facts.fixed.get(path) ?? []).filter((list) => !exact || list.length === 1),
  )
  const holdsFor = (values: readonly Scalar[]): boolean => {
    const byPath = new Map(paths.map(([path], at) => [path, values[at]]))
    return holds(rule, scope, (path) => [byPath.get(path)]) === wanted
  }
  const proved = combinations(lists)?.some((chosen) => combinations(chosen)?.every(holdsFor) === true)
  if (proved !== true) return undefined
  return paths.flatMap(([path, exact]) => (exact || !wanted ? noArray(path) : []))
}

/** One of each list; undefined when there are too many to look at. */
function combinations<T>(lists: readonly (readonly T[])[]): readonly (readonly T[])[] | undefined {
  const count = lists.reduce((product, list) => product * list.length, 1)
  if (count > ALTERNATIVES_MAX) return undefined
  return lists.reduce<readonly (readonly T[])[]>(
    (before, list) => before.flatMap((chosen) => list.map((one) => [...chosen, one])),
    [[]],
  )
}

/** Compares bounds and excluded values of the query with those of the condition. */
function proveByComparison(
  rule: Compared,
  wanted: boolean,
  facts: Facts,
  scope: Scope,
): readonly Fields[] | undefined {
  const turned = TURNED.get(rule.operator)
  const forward = comparisonWith(rule.left, rule.right, scope)
  const backward = turned === undefined ? undefined : comparisonWith(rule.right, rule.left, scope)
  if (forward !== undefined) return proveComparison(rule.operator, forward, wanted, facts)
  if (turned !== undefined && backward !== undefined) return proveComparison(turned, backward, wanted, facts)
  const list = comparisonWith(rule.right, rule.left, scope)
  return list !== undefined && !wanted && isExcluded(facts, list.path, [list.value]) ? [] : undefined
}

interface Side {
  readonly path: string
  readonly value: unknown
}

/** One side is a field of the document, the other does not depend on it. */
function comparisonWith(field: Expression, other: Expression, scope: Scope): Side | undefined {
  const path = documentPath(field, scope)
  if (path === undefined || pathsOf(other, scope).size > 0) return undefined
  return { path, value: evaluate(other, scope, () => [undefined]) }
}

function proveComparison(
  operator: Comparison,
  { path, value }: Side,
  wanted: boolean,
  facts: Facts,
): readonly Fields[] | undefined {
  if (operator === 'in') {
    return !wanted && Array.isArray(value) && isExcluded(facts, path, value) ? [] : undefined
  }
  if (operator === '==' && !wanted && isExcluded(facts, path, [value])) return []
  const own = facts.bounds.filter((bound) => bound.path === path)
  if (!own.some((bound) => boundProves(bound, operator, value, wanted))) return undefined
  return wanted ? [] : noArray(path)
}

const isExcluded = (facts: Facts, path: string, values: readonly unknown[]): boolean =>
  values.every((value) => facts.excluded.get(path)?.some((excluded) => sameValue(excluded, value)) === true)

/** `5 < doc.n` is `doc.n > 5`. */
const TURNED: ReadonlyMap<Comparison, Comparison> = new Map([
  ['==', '=='],
  ['>', '<'],
  ['>=', '<='],
  ['<', '>'],
  ['<=', '>='],
])

function boundProves(bound: Bound, operator: Comparison, value: unknown, wanted: boolean): boolean {
  const difference = order(bound.value, value)
  if (difference === undefined) return false
  const above = bound.operator === '>' || bound.operator === '>='
  const reached = bound.operator === '>=' || bound.operator === '<='
  // What the value keeps away from: itself (`>` 5 is not 5) or only what lies behind it (`>=` 5 may be 5).
  const strictly = above
    ? reached
      ? difference > 0
      : difference >= 0
    : reached
      ? difference < 0
      : difference <= 0
  const atLeast = above ? difference >= 0 : difference <= 0
  if (operator === '==') return !wanted && strictly
  const sameSide = (operator === '>' || operator === '>=') === above
  if (sameSide !== wanted) return false
  const inclusive = (operator === '>=' || operator === '<=') === wanted
  return inclusive ? atLeast : strictly
}

/**
 * Paths of the document in a condition; true for those of which a single value is needed, as in a path of get(). What
 * is compared directly may be any element of an array.
 */
function pathsOf(condition: Expression, scope: Scope): ReadonlyMap<string, boolean> {
  const found = new Map<string, boolean>()
  const collect = (part: Expression, exact: boolean): void => {
    const path = documentPath(part, scope)
    if (path === undefined) for (const inner of partsOf(part)) collect(inner, true)
    else found.set(path, exact || found.get(path) === true)
  }
  for (const part of condition.kind === 'compare' ? partsOf(condition) : [condition]) collect(part, false)
  return found
}

/** A query finds an array by one element; these conditions keep to documents in which the field has one value. */
function noArray(path: string): readonly Fields[] {
  const segments = path.split('.')
  return segments.map((_, at) => ({ [`${segments.slice(0, at + 1).join('.')}.0`]: { $exists: false } }))
}
