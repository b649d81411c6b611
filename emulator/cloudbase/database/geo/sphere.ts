import type { Position } from './geometry.ts'

/** MongoDB manual, "Calculate Distance Using Spherical Geometry", read 2026-11: 6378.1 kilometers. */
export const EARTH_RADIUS_METERS = 6_378_100

export type Vector = readonly [number, number, number]

const RADIAN = Math.PI / 180

/** A place as a unit vector. */
export function vectorOf([longitude, latitude]: Position): Vector {
  const ring = Math.cos(latitude * RADIAN)
  return [
    ring * Math.cos(longitude * RADIAN),
    ring * Math.sin(longitude * RADIAN),
    Math.sin(latitude * RADIAN),
  ]
}

export const dot = (a: Vector, b: Vector) => a[0] * b[0] + a[1] * b[1] + a[2] * b[2]

export const cross = (a: Vector, b: Vector): Vector => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
]

const length = (a: Vector) => Math.hypot(...a)

export function unit(a: Vector): Vector {
  const size = length(a)
  return size === 0 ? a : [a[0] / size, a[1] / size, a[2] / size]
}

/** Angle between two places in radians, exact for near ones too. */
export const angle = (a: Vector, b: Vector) => Math.atan2(length(cross(a, b)), dot(a, b))

/** Angle between a place and the nearest one of an arc. */
export function angleToArc(place: Vector, from: Vector, to: Vector): number {
  const normal = unit(cross(from, to))
  const ends = Math.min(angle(place, from), angle(place, to))
  if (length(normal) === 0) return ends
  // Over the arc, and not beside one of its ends?
  const isBeside = dot(cross(normal, from), place) >= 0 && dot(cross(to, normal), place) >= 0
  return isBeside ? Math.abs(Math.asin(Math.max(-1, Math.min(1, dot(normal, place))))) : ends
}

/** Whether two arcs cross each other between their ends. */
export function arcsCross(a: Vector, b: Vector, c: Vector, d: Vector): boolean {
  const [ab, cd] = [cross(a, b), cross(c, d)]
  const sides = [dot(ab, c), dot(ab, d), dot(cd, a), dot(cd, b)]
  const [first = 0, second = 0, third = 0, fourth = 0] = sides
  if (first * second >= 0 || third * fourth >= 0) return false
  // The great circles cross at two opposite places: it must be the one within both arcs.
  const place = unit(cross(ab, cd))
  const within = (at: Vector, from: Vector, to: Vector) =>
    dot(at, unit([from[0] + to[0], from[1] + to[1], from[2] + to[2]])) > 0
  const opposite: Vector = [-place[0], -place[1], -place[2]]
  return [place, opposite].some((at) => within(at, a, b) && within(at, c, d))
}
