import { numberOf } from '../bson-types.ts'
import { requestFailed } from '../errors.ts'
import { leadsTo } from '../paths.ts'
import { type Fields, isFields } from '../values.ts'
import { geometryIn, needPoint } from './geometry.ts'
import { angleTo, shapeOf } from './relations.ts'
import { EARTH_RADIUS_METERS, vectorOf } from './sphere.ts'

/** A place to be near to. */
interface Near {
  /** In meters for GeoJSON, in radians for a legacy pair; undefined for no geometry and for one that is out of reach. */
  readonly distanceTo: (value: unknown) => number | undefined
}

/** @param limits where `$maxDistance` and `$minDistance` are if not within the operand */
export function parseNear(name: string, operand: unknown, limits: Fields): Near {
  const isGeoJson = isFields(operand) && '$geometry' in operand
  const beside = isGeoJson ? operand : limits
  return createNear(isGeoJson ? operand['$geometry'] : operand, {
    what: name,
    max: beside['$maxDistance'],
    min: beside['$minDistance'],
  })
}

/** Measures from a point of a request, between the limits that it gives. */
export function createNear(point: unknown, limits: { what: string; max: unknown; min: unknown }): Near {
  const place = vectorOf(needPoint(limits.what, point))
  const isGeoJson = isFields(point) && 'type' in point
  const scale = isGeoJson ? EARTH_RADIUS_METERS : 1
  const max = limit('$maxDistance', limits.max) ?? Number.POSITIVE_INFINITY
  const min = limit('$minDistance', limits.min) ?? 0
  return {
    distanceTo(value) {
      const geometry = geometryIn(value)
      if (geometry === undefined) return undefined
      const distance = angleTo(place, shapeOf(geometry)) * scale
      return distance >= min && distance <= max ? distance : undefined
    },
  }
}

function limit(name: string, value: unknown): number | undefined {
  if (value === undefined) return undefined
  const number = numberOf(value)
  if (number === undefined || Number.isNaN(number) || number < 0)
    throw requestFailed(`${name} must be non-negative`)
  return number
}

/** The nearest of the values at a path, and how far it is. */
export function nearestAt(
  document: unknown,
  path: readonly string[],
  near: Near,
): { readonly distance: number; readonly value: unknown } | undefined {
  let nearest: { distance: number; value: unknown } | undefined
  const look = (value: unknown) => {
    const distance = near.distanceTo(value)
    if (distance !== undefined && distance < (nearest?.distance ?? Number.POSITIVE_INFINITY))
      nearest = { distance, value }
    return false
  }
  leadsTo(document, path, look, true)
  return nearest
}

/**
 * MongoDB manual, "$nearSphere": documents come from nearest to farthest, unless another order is asked for. Answers
 * a document's distance, or undefined for a query by anything else.
 */
export function distanceIn(query: Fields): ((document: Fields) => number) | undefined {
  for (const [name, condition] of Object.entries(query)) {
    if (name === '$and' && Array.isArray(condition)) {
      for (const clause of condition) {
        const distance = isFields(clause) ? distanceIn(clause) : undefined
        if (distance !== undefined) return distance
      }
    }
    if (!isFields(condition)) continue
    const operator = ['$nearSphere', '$near'].find((one) => one in condition)
    if (operator === undefined) continue
    const near = parseNear(operator, condition[operator], condition)
    const path = name.split('.')
    return (document) => nearestAt(document, path, near)?.distance ?? Number.POSITIVE_INFINITY
  }
  return undefined
}
