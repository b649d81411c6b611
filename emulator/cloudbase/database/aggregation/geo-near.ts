import { numberOf } from '../bson-types.ts'
import { requestFailed } from '../errors.ts'
import { parsePath } from '../expressions/field-path.ts'
import { namedOperands } from '../expressions/operands.ts'
import { geometryIn } from '../geo/geometry.ts'
import { createNear, nearestAt } from '../geo/near.ts'
import { type Fields, isFields } from '../values.ts'
import { withValueAt } from './set-path.ts'
import type { Source } from './stage.ts'

const OPTIONS = [
  ...[
    'spherical',
    'limit',
    'num',
    'maxDistance',
    'minDistance',
    'query',
    'distanceMultiplier',
    'includeLocs',
  ],
  'key',
]

/** MongoDB manual 4.0, "$geoNear": "limit ... The default value is 100"; the platform documents `limit` too (2026-07). */
const LIMIT_DEFAULT = 100

/** The first stage `$geoNear`, which finds its documents itself. */
export function geoNear(operand: unknown): (source: Source) => readonly Fields[] {
  const spec = namedOperands('$geoNear', operand, ['near', 'distanceField'], OPTIONS)
  const { near: point, maxDistance: max, minDistance: min, query = {}, distanceMultiplier = 1 } = spec
  const near = createNear(point, { what: '$geoNear near', max, min })
  const distanceField = pathIn('distanceField', spec['distanceField'])
  const locationField =
    spec['includeLocs'] === undefined ? undefined : pathIn('includeLocs', spec['includeLocs'])
  const multiplier = numberOf(distanceMultiplier)
  if (multiplier === undefined || multiplier < 0)
    throw requestFailed('distanceMultiplier must be nonnegative')
  const limit = numberOf(spec['num'] ?? spec['limit'] ?? LIMIT_DEFAULT)
  if (limit === undefined || limit < 0) throw requestFailed('limit must be nonnegative')
  if (!isFields(query)) throw requestFailed('query option of $geoNear must be an object')
  return (source) => {
    const documents = source.find(query)
    const path = keyOf(spec['key'], source, documents)
    return documents
      .flatMap((document) => {
        const nearest = nearestAt(document, path, near)
        return nearest === undefined ? [] : [{ document, ...nearest }]
      })
      .sort((a, b) => a.distance - b.distance)
      .slice(0, limit)
      .map(({ document, distance, value }) => {
        const measured = withValueAt(document, distanceField, distance * multiplier)
        return locationField === undefined ? measured : withValueAt(measured, locationField, value)
      })
  }
}

function pathIn(name: string, value: unknown): readonly string[] {
  if (typeof value === 'string') return parsePath(value)
  throw requestFailed(`$geoNear parameter '${name}' must be of type string`)
}

/**
 * The field to measure to: that of `key`, else of the only 2dsphere index. Assumption: without an index, which the
 * platform refuses, it is the first field of the first document that holds a geometry.
 */
function keyOf(key: unknown, { geoFields }: Source, documents: readonly Fields[]): readonly string[] {
  if (key !== undefined) return pathIn('key', key)
  const [field, ...others] = geoFields
  if (others.length > 0) {
    throw requestFailed('There is more than one 2dsphere index; unsure which to use for $geoNear')
  }
  if (field !== undefined) return field.split('.')
  for (const document of documents) {
    for (const [name, value] of Object.entries(document)) if (geometryIn(value) !== undefined) return [name]
  }
  return []
}
