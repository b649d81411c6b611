import type { Scope } from './evaluate.ts'
import type { Expression } from './expression.ts'
import { conditionsOf, factsOf } from './facts.ts'
import { ALTERNATIVES_MAX } from './limits.ts'
import { prove } from './proof.ts'
import { type Fields, isFields } from './values.ts'

/**
 * The documented check of a query: "the conditions of a query must be a subset of the rule, or access is refused"
 * (WeChat Cloud guide, "Database security rules"; https://docs.cloudbase.net/database/security-rules, read 2026-11).
 * Nothing is read from the collection for it.
 *
 * Answers the query to run, or undefined when it may find a document that the rule refuses. The query to run is the
 * given one; where the rule excludes something, with conditions that keep arrays out which are found by another
 * element than the excluded one.
 */
export function narrow(query: Fields, rule: Expression, scope: Scope): Fields | undefined {
  const budget = { left: ALTERNATIVES_MAX }
  const narrowed = narrowConditions(conditionsOf(query), rule, scope, budget)
  if (narrowed === undefined) return undefined
  return narrowed.length === 0 ? query : { $and: [query, ...narrowed] }
}

/** Conditions to add, or undefined. */
function narrowConditions(
  conditions: readonly Fields[],
  rule: Expression,
  scope: Scope,
  budget: { left: number },
): readonly Fields[] | undefined {
  budget.left -= 1
  if (budget.left < 0) return undefined
  const proved = prove(rule, factsOf(conditions), scope)
  if (proved !== undefined) return proved
  for (const [at, condition] of conditions.entries()) {
    const alternatives = condition['$or']
    if (!Array.isArray(alternatives) || alternatives.length === 0 || !alternatives.every(isFields)) continue
    const rest = conditions.filter((_, other) => other !== at)
    const narrowed = alternatives.map((alternative) => {
      const more = narrowConditions([...rest, ...conditionsOf(alternative)], rule, scope, budget)
      return more === undefined ? undefined : { $and: [alternative, ...more] }
    })
    if (narrowed.every((each) => each !== undefined)) return [{ $or: narrowed }]
  }
  return undefined
}
