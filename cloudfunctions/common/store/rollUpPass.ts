import * as v from 'valibot'
import { Instant } from './documents.ts'
import type { CloudDatabase } from './requests.ts'
import { CountsSchema } from './statistics.ts'

/** How far a count of all identities and users has got. */
export const RollUpPassSchema = v.object({
  /** When it began. */
  at: Instant,
  /** Characters of the ids by which the slices are told apart. */
  depth: v.number(),
  /** The next slice: first those of identities, then as many of users. */
  slice: v.number(),
  counts: CountsSchema,
})
export type RollUpPass = v.InferOutput<typeof RollUpPassSchema>

/** As a change of its job: it takes the place of what was noted before, and goes when the count is done. */
export const passChange = (
  { command }: CloudDatabase,
  pass: RollUpPass | undefined,
): Readonly<Record<string, unknown>> => ({ pass: pass === undefined ? command.remove() : command.set(pass) })
