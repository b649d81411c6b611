import type { Geometry, Position } from './geometry.ts'
import { angle, angleToArc, arcsCross, cross, dot, unit, type Vector, vectorOf } from './sphere.ts'

/** Places nearer to a line than this, in radians, are on it: half a millimeter. */
const ON_LINE = 1e-10

/** A geometry with its places as vectors. Lines between two places are arcs of great circles, as in MongoDB. */
export interface Shape {
  readonly points: readonly Vector[]
  readonly lines: readonly (readonly Vector[])[]
  readonly polygons: readonly (readonly (readonly Vector[])[])[]
}

const vectors = (positions: readonly Position[]) => positions.map(vectorOf)

export const shapeOf = ({ points, lines, polygons }: Geometry): Shape => ({
  points: vectors(points),
  lines: lines.map(vectors),
  polygons: polygons.map((rings) => rings.map(vectors)),
})

type Arc = readonly [Vector, Vector]

function arcsOf(line: readonly Vector[]): Arc[] {
  return line.slice(1).map((to, at) => [line[at] ?? to, to])
}

const boundary = ({ lines, polygons }: Shape): Arc[] => [...lines, ...polygons.flat()].flatMap(arcsOf)

const corners = ({ points, lines, polygons }: Shape): Vector[] => [
  ...points,
  ...lines.flat(),
  ...polygons.flat(2),
]

const isOn = (place: Vector, arcs: readonly Arc[]) =>
  arcs.some(([from, to]) => angleToArc(place, from, to) <= ON_LINE)

/**
 * Whether a ring encloses a place: seen from the middle of the ring, great circles are straight lines (gnomonic
 * projection), so an even-odd count in the plane is exact for rings within a hemisphere.
 */
function encloses(ring: readonly Vector[], place: Vector): boolean {
  const middle = unit(ring.reduce<Vector>(([x, y, z], [a, b, c]) => [x + a, y + b, z + c], [0, 0, 0]))
  if (dot(middle, place) <= 0) return false
  const east = unit(cross(Math.abs(middle[2]) < 0.9 ? [0, 0, 1] : [1, 0, 0], middle))
  const north = cross(middle, east)
  const flat = (at: Vector): Position => {
    const depth = Math.max(dot(at, middle), 1e-12)
    return [dot(at, east) / depth, dot(at, north) / depth]
  }
  const [x, y] = flat(place)
  let inside = false
  for (const [from, to] of arcsOf(ring)) {
    const [[x1, y1], [x2, y2]] = [flat(from), flat(to)]
    if (y1 > y !== y2 > y && x < ((x2 - x1) * (y - y1)) / (y2 - y1) + x1) inside = !inside
  }
  return inside
}

/** In one of the polygons; its edge belongs to it. */
function isIn(place: Vector, { polygons }: Shape): boolean {
  return polygons.some(([outer = [], ...holes]) => {
    if ([outer, ...holes].some((ring) => isOn(place, arcsOf(ring)))) return true
    return encloses(outer, place) && !holes.some((hole) => encloses(hole, place))
  })
}

const crosses = (a: readonly Arc[], b: readonly Arc[]) =>
  a.some(([from, to]) => b.some(([start, end]) => arcsCross(from, to, start, end)))

/** Whether two geometries share a place. */
export function intersects(a: Shape, b: Shape): boolean {
  const [edgesA, edgesB] = [boundary(a), boundary(b)]
  const touches = (shape: Shape, other: Shape, edges: readonly Arc[]) =>
    corners(shape).some((place) => isOn(place, edges) || isIn(place, other))
  if (touches(a, b, edgesB) || touches(b, a, edgesA) || crosses(edgesA, edgesB)) return true
  return a.points.some((place) => b.points.some((other) => angle(place, other) <= ON_LINE))
}

/** Whether a geometry lies in polygons with all that it is made of. */
export function isWithin(shape: Shape, area: Shape): boolean {
  if (!corners(shape).every((place) => isIn(place, area))) return false
  if (crosses(boundary(shape), boundary(area))) return false
  const holes = area.polygons.flatMap(([, ...rings]) => rings)
  // No corner of a hole may lie in the geometry's own polygons, except on their edge.
  return !holes.flat().some((place) => isIn(place, shape) && !isOn(place, boundary(shape)))
}

/** Whether a geometry lies in a circle; radius in radians. */
export const isInCircle = (shape: Shape, center: Vector, radius: number) =>
  corners(shape).every((place) => angle(center, place) <= radius)

/** Angle from a place to the nearest one of a geometry. */
export function angleTo(place: Vector, shape: Shape): number {
  if (isIn(place, shape)) return 0
  return Math.min(
    ...shape.points.map((point) => angle(place, point)),
    ...boundary(shape).map(([from, to]) => angleToArc(place, from, to)),
  )
}
