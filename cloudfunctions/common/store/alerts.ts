import * as v from 'valibot'
import { documentId } from './documentIds.ts'
import { Instant } from './documents.ts'
import type { CloudDatabase } from './requests.ts'

/** What was told last, by what it is about. */
export const ToldSchema = v.record(v.string(), v.object({ at: Instant, count: v.number() }))
export type Told = v.InferOutput<typeof ToldSchema>

/** As a change of its job: it takes the place of what was told before. */
export const toldChange = ({ command }: CloudDatabase, told: Told): Readonly<Record<string, unknown>> => ({
  told: command.set(told),
})

/** `al-…`: the same news has one id, however often it is sent. */
export const alertId = (
  news: readonly { readonly what: string; readonly count: number }[],
  told: Told,
): string =>
  documentId(
    'al',
    news.flatMap(({ what, count }) => [what, String(count), String(told[what]?.at ?? 0)]),
  )
