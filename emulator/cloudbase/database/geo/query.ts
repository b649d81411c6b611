import { numberOf } from '../bson-types.ts'
import { invalidOperator, requestFailed } from '../errors.ts'
import type { Question } from '../query-operators.ts'
import { type Fields, isFields } from '../values.ts'
import { geometryIn, needGeometry, needPoint } from './geometry.ts'
import { parseNear } from './near.ts'
import { intersects, isInCircle, isWithin, type Shape, shapeOf } from './relations.ts'
import { vectorOf } from './sphere.ts'

/** What `$maxDistance` and `$minDistance` stand beside, when it is a legacy pair of coordinates. */
const NEAR = ['$near', '$nearSphere']

/**
 * The question of an operator by place, undefined for another operator. Whether a collection has the 2dsphere index
 * that MongoDB wants for `$near` and `$nearSphere` is not asked here.
 */
export function geoQuestion(
  name: string,
  operand: unknown,
  operators: Fields,
): Question | 'part of another operator' | undefined {
  switch (name) {
    case '$geoWithin':
      return about(within(operand))
    case '$geoIntersects': {
      const { $geometry } = specifiers(name, operand, ['$geometry'])
      const shape = shapeOf(needGeometry($geometry))
      return about((other) => intersects(other, shape))
    }
    case '$near':
    case '$nearSphere': {
      const near = parseNear(name, operand, operators)
      return { test: (value) => near.distanceTo(value) !== undefined, whole: false }
    }
    case '$maxDistance':
    case '$minDistance':
      return NEAR.some((other) => other in operators) ? 'part of another operator' : undefined
    default:
      return undefined
  }
}

const about = (holds: (shape: Shape) => boolean): Question => ({
  test: (value) => {
    const geometry = geometryIn(value)
    return geometry !== undefined && holds(shapeOf(geometry))
  },
})

function within(operand: unknown): (shape: Shape) => boolean {
  const { $geometry, $centerSphere } = specifiers('$geoWithin', operand, ['$geometry', '$centerSphere'])
  if ($centerSphere !== undefined) return withinCircle($centerSphere)
  const geometry = needGeometry($geometry)
  if (geometry.polygons.length === 0) {
    throw requestFailed(`$geoWithin not supported with provided geometry: ${JSON.stringify($geometry)}`)
  }
  const area = shapeOf(geometry)
  return (shape) => isWithin(shape, area)
}

function withinCircle(operand: unknown): (shape: Shape) => boolean {
  const [center, radius]: unknown[] = Array.isArray(operand) ? operand : []
  const radians = numberOf(radius)
  if (radians === undefined || radians < 0) throw requestFailed('radius must be a non-negative number')
  const place = vectorOf(needPoint('center of $centerSphere', center))
  return (shape) => isInCircle(shape, place, radians)
}

function specifiers(name: string, operand: unknown, known: readonly string[]): Fields {
  if (!isFields(operand)) throw requestFailed(`${name} expression must be an object`)
  for (const key of Object.keys(operand)) {
    if (!known.includes(key)) throw invalidOperator(`unknown geo specifier: ${key}`)
  }
  if (!known.some((key) => key in operand)) throw requestFailed(`${name} must contain ${known.join(' or ')}`)
  return operand
}
