import * as v from 'valibot'
import type { ErrorCode } from '../base/errors.ts'
import { OneIdError } from '../base/errors.ts'
import { refusalOf } from './weChatNumbers.ts'

/** `errcode` is absent, or 0, where WeChat did what was asked. */
const RefusalSchema = v.object({ errcode: v.pipe(v.number(), v.notValue(0)) })

/** The number with which WeChat refused; undefined if it did not. */
export const refusalNumberIn = (answer: unknown): number | undefined => {
  const refusal = v.safeParse(RefusalSchema, answer)
  return refusal.success ? refusal.output.errcode : undefined
}

/** What one API of WeChat answers. */
interface Reading<Output> {
  /** Its path, for the log. */
  readonly api: string
  /** Its own numbers, as refusalOf takes them. */
  readonly own: ReadonlyMap<number, ErrorCode>
  readonly schema: v.GenericSchema<unknown, Output>
  /** What the answer should be, in a word for the log. */
  readonly wanted: string
}

/**
 * Reads the JSON that an API of WeChat answered. Where an answer has both a number and fields, the number counts.
 * @throws OneIdError what the number means; WECHAT_BUSY if there is neither a number nor what was wanted
 */
export const readAnswer = <Output>(
  { api, own, schema, wanted }: Reading<Output>,
  answer: unknown,
): Output => {
  const number = refusalNumberIn(answer)
  if (number !== undefined) throw refusalOf(api, own, number)
  const parsed = v.safeParse(schema, answer)
  if (!parsed.success) throw new OneIdError('WECHAT_BUSY', `${api}: the answer is no ${wanted}`)
  return parsed.output
}
