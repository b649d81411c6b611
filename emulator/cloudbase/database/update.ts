import { update } from 'mingo/updater'
import { MingoError } from 'mingo/util'
import { resolveArrayOperators } from './array-operators.ts'
import { writeError } from './errors.ts'
import { resolvePositions } from './positional.ts'
import { checkStorable } from './storable.ts'
import { checkUpdate } from './update-checks.ts'
import { copyFields, type Document, type Fields, isDocumentId, isFields, type Operators } from './values.ts'

/**
 * The document that an update makes of another one.
 *
 * @param query what the document was found by: it says which element of an array `$` stands for
 */
export function applyUpdate(document: Document, operators: Operators, query: Fields): Document {
  const positioned = resolvePositions(document, operators, query)
  checkUpdate(document, positioned)
  const updated = copyFields(document)
  try {
    update(updated, resolveArrayOperators(document, positioned), [], {}, { cloneMode: 'deep' })
  } catch (error) {
    if (error instanceof MingoError) throw writeError(error.message)
    throw error
  }
  fillHoles(updated)
  checkStorable(updated)
  return identified(updated, document)
}

/** MongoDB manual, "$set": an element beyond the end of an array fills the elements between with null. */
function fillHoles(value: unknown): void {
  if (Array.isArray(value)) {
    for (let position = 0; position < value.length; position += 1) {
      if (value[position] === undefined) value[position] = null
      else fillHoles(value[position])
    }
  } else if (isFields(value)) for (const inner of Object.values(value)) fillHoles(inner)
}

function identified(fields: Fields, document: Document): Document {
  const { _id } = fields
  return isDocumentId(_id) ? { ...fields, _id } : { ...fields, _id: document._id }
}
