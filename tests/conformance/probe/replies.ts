import * as v from 'valibot'
import type { ConformanceCase, Sdk } from '../case.ts'
import { expectationFor } from '../case.ts'
import { decode } from '../encoding.ts'
import { differences } from '../expectation.ts'

const ReplySchema = v.object({ conformance: v.string() })
const OutcomesSchema = v.array(v.object({ id: v.string(), ms: v.number(), outcome: v.unknown() }))

/** What became of one case. */
export interface Verdict {
  readonly test: ConformanceCase
  readonly ms: number
  /** What is wrong, one line for each place; empty if the case passed. */
  readonly wrong: readonly string[]
}

/**
 * Outcomes by case id, out of what the probe returned.
 * @throws ValiError when the reply is no reply of the probe
 */
export const readReply = (reply: unknown) => {
  const { conformance } = v.parse(ReplySchema, reply)
  const list = v.parse(OutcomesSchema, JSON.parse(Buffer.from(conformance, 'base64').toString('utf8')))
  return new Map(list.map(({ id, ms, outcome }) => [id, { ms, outcome: decode(outcome) }]))
}

/** Compares the outcomes of some cases; a case without an outcome has failed. */
export const judge = (
  tests: readonly ConformanceCase[],
  sdk: Sdk,
  outcomes: ReturnType<typeof readReply>,
): readonly Verdict[] =>
  tests.map((test) => {
    const found = outcomes.get(test.id)
    if (found === undefined) return { test, ms: 0, wrong: ['the probe answered nothing for it'] }
    return { test, ms: found.ms, wrong: differences(expectationFor(test, sdk), found.outcome) }
  })

/** Groups of at most `size`. */
export const batches = <Item>(items: readonly Item[], size: number): readonly (readonly Item[])[] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, at) => items.slice(at * size, (at + 1) * size))
