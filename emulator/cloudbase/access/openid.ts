import { type Fields, isFields } from './values.ts'

const PLACEHOLDER = '{openid}'

/**
 * A query with the caller's openid in the place of `'{openid}'`: where it is the value of a field, not inside of a
 * command (WeChat guide on security rules: "`{openid}` does not support query commands", read 2026-11).
 */
export function withOpenid(query: Fields, openid: string): Fields {
  return Object.fromEntries(
    Object.entries(query).map(([name, operand]) => {
      if (operand === PLACEHOLDER) return [name, openid]
      const clauses = name.startsWith('$') && Array.isArray(operand) ? operand : undefined
      if (clauses === undefined) return [name, operand]
      return [name, clauses.map((clause) => (isFields(clause) ? withOpenid(clause, openid) : clause))]
    }),
  )
}

/** Both queries at once, flat if they speak of different fields. */
export function both(query: Fields, more: Fields): Fields {
  const apart = Object.keys(more).every((name) => !Object.hasOwn(query, name))
  return apart ? { ...query, ...more } : { $and: [query, more] }
}
