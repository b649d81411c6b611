import { type Fields, isFields } from './values.ts'

const BY_PLACE = new Set(['$near', '$nearSphere', '$geoNear', '$geoWithin', '$geoIntersects'])

/** A field that the query or a clause of its `$and` limits to a place: a document without it cannot match. */
export function geoFieldOf(query: Fields): string | undefined {
  for (const [name, condition] of Object.entries(query)) {
    if (name === '$and' && Array.isArray(condition)) {
      for (const clause of condition) {
        const field = isFields(clause) ? geoFieldOf(clause) : undefined
        if (field !== undefined) return field
      }
    } else if (isFields(condition) && Object.keys(condition).some((operator) => BY_PLACE.has(operator))) {
      return name
    }
  }
  return undefined
}
