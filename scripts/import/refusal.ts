import * as v from 'valibot'
import type { ErrorCode } from '../../cloudfunctions/common/base/errors.ts'
import { ERRORS } from '../../cloudfunctions/common/base/errors.ts'
import { UserError } from '../../emulator/userError.ts'

const RefusalSchema = v.looseObject({
  code: v.string(),
  field: v.optional(v.string()),
  requestId: v.optional(v.string()),
})

const isOurs = (code: string): code is ErrorCode => Object.hasOwn(ERRORS, code)

/** What `gateway`, or whatever stands in front of it, refused, in the words of the catalogue. */
export interface Refusal {
  /** Of the catalogue; undefined if the answer is none of ours. */
  readonly code: ErrorCode | undefined
  readonly error: UserError
}

/** @param body as it was received */
export const refusalOf = (status: number, body: unknown): Refusal => {
  const parsed = v.safeParse(RefusalSchema, body)
  const { code = '', field, requestId } = parsed.success ? parsed.output : {}
  const which = requestId === undefined ? '' : ` (requestId ${requestId})`
  if (!isOurs(code)) {
    const words = `the address answered ${status}${/^\w{1,60}$/.test(code) ? ` ${code}` : ''}${which}`
    return {
      code: undefined,
      error: new UserError('OPTION_INVALID', words, 'Is that the address of gateway? --url <address>'),
    }
  }
  const at = field === undefined ? '' : `, ${field}`
  const { cause, remedy } = ERRORS[code]
  return {
    code,
    error: new UserError('OPTION_INVALID', `${code}${at}: ${cause.en}${which}`, remedy.en),
  }
}
