import * as v from 'valibot'

/**
 * Which functions clients may call, by name; `*` stands for all that are not named. The platform also takes conditions
 * on `auth`; every mini-program of the local cloud is signed in (docs.cloudbase.net, cloud function security rules,
 * 2026-11).
 */
export const FunctionRulesSchema = v.record(
  v.pipe(v.string(), v.minLength(1)),
  v.strictObject({ invoke: v.boolean('invoke is true or false') }),
)
export type FunctionRules = Readonly<Record<string, { readonly invoke: boolean }>>

/** Whether a client may call the function. Functions, timers, payment callbacks and HTTP access are not asked. */
export const mayInvoke = (rules: FunctionRules, name: string): boolean => {
  // Whoever calls chooses the name: it must not find what every object has.
  const rule = [name, '*'].find((key) => Object.hasOwn(rules, key))
  return rule === undefined || rules[rule]?.invoke === true
}
