import * as v from 'valibot'
import { OneIdError } from '../base/errors.ts'

const IdSchema = v.object({ _id: v.string() })

/**
 * Narrows a stored document.
 * @throws OneIdError DATA_UNREADABLE when it was edited by hand or written by a newer version
 */
export const readDocument = <Output>(
  collection: string,
  schema: v.GenericSchema<unknown, Output>,
  document: unknown,
): Output => {
  const parsed = v.safeParse(schema, document)
  if (parsed.success) return parsed.output
  const id = v.safeParse(IdSchema, document)
  const [issue] = parsed.issues
  throw new OneIdError(
    'DATA_UNREADABLE',
    `${collection}/${id.success ? id.output._id : '?'}: field ${v.getDotPath(issue) ?? 'of its top level'} is not as written`,
  )
}
