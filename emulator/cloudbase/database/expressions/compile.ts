import { invalidOperator, requestFailed } from '../errors.ts'
import { isFields } from '../values.ts'
import { ARITHMETIC } from './arithmetic.ts'
import { ARRAYS } from './arrays.ts'
import { CONDITIONS } from './conditions.ts'
import { DATES } from './dates.ts'
import { compilePath } from './field-path.ts'
import { FOREIGN } from './foreign.ts'
import { OBJECTS } from './objects.ts'
import type { Evaluate, Operator, Scope } from './scope.ts'
import { SETS } from './sets.ts'
import { STATISTICS } from './statistics.ts'
import { TEXTS } from './texts.ts'
import { VARIABLES } from './variables.ts'

const OPERATORS: ReadonlyMap<string, Operator> = new Map([
  ...FOREIGN,
  ...ARITHMETIC,
  ...ARRAYS,
  ...CONDITIONS,
  ...DATES,
  ...OBJECTS,
  ...SETS,
  ...STATISTICS,
  ...TEXTS,
  ...VARIABLES,
])

/**
 * Compiles an expression of the aggregation language, once per request.
 *
 * mingo interprets one for every document, takes values that look like paths for paths once more, and answers
 * otherwise than MongoDB to missing values, other types, time zones and the order of fields; its operators are used
 * for what is far from the beaten track (`foreign.ts`).
 */
export function compile(expression: unknown, scope: Scope): Evaluate {
  if (typeof expression === 'string') {
    return expression.startsWith('$') ? compilePath(expression, scope) : () => expression
  }
  if (Array.isArray(expression)) {
    const elements = expression.map((element) => compile(element, scope))
    return (frame) => elements.map((evaluate) => evaluate(frame) ?? null)
  }
  if (!isFields(expression)) return () => expression
  const names = Object.keys(expression)
  const operator = names.find((name) => name.startsWith('$'))
  if (operator === undefined) return compileFields(Object.entries(expression), scope)
  if (names.length > 1) {
    throw requestFailed(
      `an object representing an expression must have exactly one field: ${JSON.stringify(expression)}`,
    )
  }
  const compileOperator = OPERATORS.get(operator)
  if (compileOperator === undefined) throw invalidOperator(`Unrecognized expression '${operator}'`)
  return compileOperator(expression[operator], scope)
}

function compileFields(entries: readonly (readonly [string, unknown])[], scope: Scope): Evaluate {
  const fields = entries.map(([name, expression]) => {
    if (name === '' || name.includes('.')) {
      throw requestFailed(`FieldPath field names may not be empty or contain '.': '${name}'`)
    }
    return [name, compile(expression, scope)] as const
  })
  return (frame) => {
    const result: Record<string, unknown> = {}
    for (const [name, evaluate] of fields) {
      const value = evaluate(frame)
      if (value !== undefined) result[name] = value
    }
    return result
  }
}

/** The scope of an expression in which nothing but the document has a name. */
export const rootScope = (now: number): Scope => ({
  now,
  variables: new Map(),
  free: 1,
  reads: new Set(),
  compile,
})
