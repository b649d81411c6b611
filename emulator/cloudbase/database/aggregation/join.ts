import { compile } from '../expressions/compile.ts'
import { parsePath } from '../expressions/field-path.ts'
import type { Evaluate, Scope } from '../expressions/scope.ts'
import { compileMatches } from '../query.ts'
import { type Fields, isFields } from '../values.ts'

/** An equality between a field of the joined collection and what an outer document says. */
interface Join {
  readonly field: string
  readonly path: readonly string[]
  readonly value: Evaluate
}

/** The first `$match` of a `$lookup`'s pipeline, taken apart. */
export interface SplitMatch {
  /** The same for every outer document: asked once. */
  readonly constant: Fields
  /** What names variables: asked again for each outer document. */
  readonly correlated: Fields | undefined
  /** A condition in it by which the collection can be filed. */
  readonly join: Join | undefined
}

/** @param scope that of the pipeline; variables from outside have places before `scope.free` */
export function splitMatch(query: Fields, scope: Scope): SplitMatch {
  const constant: Fields[] = []
  const correlated: Fields[] = []
  for (const clause of clausesOf(query)) (isCorrelated(clause, scope) ? correlated : constant).push(clause)
  return {
    constant: joined(constant) ?? {},
    correlated: joined(correlated),
    join: correlated.flatMap(({ $expr }) => equalities($expr)).flatMap((pair) => joinOf(pair, scope))[0],
  }
}

function clausesOf(query: Fields): Fields[] {
  return Object.entries(query).flatMap(([name, operand]) => {
    if (name === '$and' && Array.isArray(operand) && operand.length > 0 && operand.every(isFields)) {
      return operand.flatMap(clausesOf)
    }
    return [{ [name]: operand }]
  })
}

function joined(clauses: readonly Fields[]): Fields | undefined {
  return clauses.length > 1 ? { $and: clauses } : clauses[0]
}

function isCorrelated(clause: Fields, scope: Scope): boolean {
  const reads = new Set<number>()
  compileMatches(clause, { ...scope, reads })
  return [...reads].some((place) => place > 0 && place < scope.free)
}

/** The operands of `$eq`, alone or in `$and`. */
function equalities(expression: unknown): (readonly unknown[])[] {
  if (!isFields(expression)) return []
  const { $eq, $and } = expression
  if (Array.isArray($and)) return $and.flatMap(equalities)
  return Array.isArray($eq) && $eq.length === 2 ? [$eq] : []
}

function joinOf([a, b]: readonly unknown[], scope: Scope): Join[] {
  for (const [field, other] of [
    [a, b],
    [b, a],
  ]) {
    if (typeof field !== 'string' || !field.startsWith('$') || field.startsWith('$$')) continue
    const reads = new Set<number>()
    const value = compile(other, { ...scope, reads })
    if (!reads.has(0)) return [{ field: field.slice(1), path: parsePath(field.slice(1)), value }]
  }
  return []
}
