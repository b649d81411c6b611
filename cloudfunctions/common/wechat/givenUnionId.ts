import * as v from 'valibot'
import { UnionIdSchema } from '../base/ids.ts'

/** A unionid as WeChat gives it: absent, or an empty text, where there is none. */
export const GivenUnionIdSchema = v.optional(
  v.pipe(
    v.string(),
    v.transform((text) => (text === '' ? undefined : text)),
    v.optional(UnionIdSchema),
  ),
)
