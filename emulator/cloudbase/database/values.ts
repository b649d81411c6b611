import { randomBytes } from 'node:crypto'
import { ObjectId } from 'bson'

/** An embedded document, a query or an update: named values of any kind. */
export type Fields = Readonly<Record<string, unknown>>

/** Operands of an update by operator and path: `{ $set: { 'a.b': 1 }, $inc: { n: 2 } }`. */
export type Operators = Readonly<Record<string, Fields>>

export type DocumentId = string | number | ObjectId

/** A stored document. Never changed in place: every version of it is an object of its own. */
export interface Document extends Fields {
  readonly _id: DocumentId
}

/** Whether a value is an embedded document, and not a date, a regular expression, an array or a BSON value. */
export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype
}

/** The kinds of `_id` that the platform documents, and the ObjectIds of imported data. */
export function isDocumentId(value: unknown): value is DocumentId {
  return typeof value === 'string' || typeof value === 'number' || value instanceof ObjectId
}

/** The platform's own ids of documents that are added without one: 32 hexadecimal digits. */
export const newDocumentId = () => randomBytes(16).toString('hex')

/** Deep copy; BSON values are immutable and shared. */
function copy(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(copy)
  if (value instanceof Date) return new Date(value)
  return isFields(value) ? copyFields(value) : value
}

/** Deep copy of an embedded document, which may be changed. */
export function copyFields(fields: Fields): Record<string, unknown> {
  const copied: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(fields)) copied[name] = copy(value)
  return copied
}
