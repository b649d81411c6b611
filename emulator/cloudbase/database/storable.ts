import { calculateObjectSize } from 'bson'
import { writeError } from './errors.ts'
import { DOCUMENT_BYTES_MAX, NESTING_MAX } from './limits.ts'
import { type Fields, isFields } from './values.ts'

/**
 * Refuses what MongoDB before 5.0 does not store: a field whose name begins with a dollar (MongoDB manual, "Field
 * Names"), nesting that is too deep, which an update by a long path could reach, and more than 16 MB of BSON.
 */
export function checkStorable(document: Fields): void {
  checkFields(document, '', 1)
  const size = calculateObjectSize(document)
  if (size > DOCUMENT_BYTES_MAX) {
    throw writeError(`object to insert too large. size in bytes: ${size}, max size: ${DOCUMENT_BYTES_MAX}`)
  }
}

function checkFields(fields: Fields, above: string, depth: number): void {
  for (const [name, value] of Object.entries(fields)) {
    if (name.startsWith('$')) {
      throw writeError(
        `The dollar ($) prefixed field '${name}' in '${above}${name}' is not valid for storage.`,
      )
    }
    if (typeof value === 'object') checkValue(value, `${above}${name}.`, depth + 1)
  }
}

function checkValue(value: unknown, above: string, depth: number): void {
  if (depth > NESTING_MAX) throw writeError(`Document exceeds maximum nested object depth: ${NESTING_MAX}`)
  if (Array.isArray(value)) for (const element of value) checkValue(element, above, depth + 1)
  else if (isFields(value)) checkFields(value, above, depth)
}
