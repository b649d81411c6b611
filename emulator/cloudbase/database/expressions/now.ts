import { type Fields, isFields } from '../values.ts'

/** A query with the variable `$$NOW` of its expressions bound, for what compiles it without knowing the time. */
export function bindNow(query: Fields, now: number): Fields {
  const bound: Record<string, unknown> = {}
  for (const [name, operand] of Object.entries(query)) {
    if (name === '$expr') bound[name] = bindIn(operand, now)
    else if (Array.isArray(operand) && name.startsWith('$')) {
      bound[name] = operand.map((clause: unknown) => (isFields(clause) ? bindNow(clause, now) : clause))
    } else bound[name] = operand
  }
  return bound
}

function bindIn(expression: unknown, now: number): unknown {
  if (expression === '$$NOW') return new Date(now)
  if (Array.isArray(expression)) return expression.map((one) => bindIn(one, now))
  if (!isFields(expression) || '$literal' in expression) return expression
  return Object.fromEntries(Object.entries(expression).map(([name, one]) => [name, bindIn(one, now)]))
}
