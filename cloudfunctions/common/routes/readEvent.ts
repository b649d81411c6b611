import * as v from 'valibot'
import { OneIdError } from '../base/errors.ts'

/**
 * Fields that the event itself has. CloudBase adds some to what the client sent (`userInfo`), and a client may send
 * `__proto__` or `constructor`: on an object without a prototype these are names like any other, and nobody reads them.
 */
const ownFields = (event: unknown): unknown => {
  const fields: Record<string, unknown> = Object.create(null)
  return typeof event === 'object' && event !== null ? Object.assign(fields, event) : event
}

/** Describes what a client sends. */
export type Schema = v.GenericSchema

/** What is left of it when it is right. */
export type Read<S extends Schema> = v.InferOutput<S>

/**
 * Narrows what a client sent to the fields that `schema` names; all others are dropped.
 * @throws OneIdError INPUT_INVALID with the dotted path of the first wrong field. What was sent is never quoted.
 */
export const readEvent = <S extends Schema>(schema: S, event: unknown): Read<S> => {
  const parsed = v.safeParse(schema, ownFields(event))
  if (parsed.success) return parsed.output
  const field = v.getDotPath(parsed.issues[0])
  throw new OneIdError(
    'INPUT_INVALID',
    field === null ? 'the event is no object' : `${field} is missing or malformed`,
    field === null ? {} : { field },
  )
}
