import { requestFailed } from '../errors.ts'
import { isFields } from '../values.ts'

/** Longitude and latitude in degrees. */
export type Position = readonly [number, number]

/** A closed line. */
type Ring = readonly Position[]

/** GeoJSON (RFC 7946), taken apart: all that one geometry is made of. */
export interface Geometry {
  readonly type: string
  readonly points: readonly Position[]
  readonly lines: readonly (readonly Position[])[]
  /** An outer ring and its holes. */
  readonly polygons: readonly (readonly Ring[])[]
}

const EMPTY: Omit<Geometry, 'type'> = { points: [], lines: [], polygons: [] }

/**
 * A geometry in a document: GeoJSON, or a legacy pair of coordinates as an array or a document (MongoDB manual,
 * "Geospatial Data"). Undefined for everything else.
 */
export function geometryIn(value: unknown): Geometry | undefined {
  if (isFields(value) && typeof value['type'] === 'string' && 'coordinates' in value) {
    return parse(value['type'], value['coordinates'])
  }
  const pair = isFields(value) ? Object.values(value) : value
  const position = Array.isArray(pair) && pair.length === 2 ? positionIn(pair) : undefined
  return position && { type: 'Point', ...EMPTY, points: [position] }
}

/** The geometry that a request gives, or MongoDB's complaint about it. */
export function needGeometry(value: unknown): Geometry {
  const geometry = geometryIn(value)
  if (geometry === undefined) throw requestFailed(`unknown geo specifier: ${JSON.stringify(value)}`)
  for (const position of [...geometry.points, ...geometry.lines.flat(), ...geometry.polygons.flat(2)]) {
    needInBounds(position)
  }
  for (const ring of geometry.polygons.flat()) checkRing(ring)
  return geometry
}

/** The only position of a point that a request gives. */
export function needPoint(what: string, value: unknown): Position {
  const geometry = geometryIn(value)
  const [position] = geometry?.type === 'Point' ? geometry.points : []
  if (position === undefined) throw requestFailed(`${what} must be a point`)
  return needInBounds(position)
}

function needInBounds(position: Position): Position {
  const [longitude, latitude] = position
  if (Math.abs(longitude) <= 180 && Math.abs(latitude) <= 90) return position
  throw requestFailed(`longitude/latitude is out of bounds, lng: ${longitude} lat: ${latitude}`)
}

function checkRing(ring: Ring): void {
  const [first, last] = [ring[0], ring.at(-1)]
  if (first === undefined || last === undefined || first[0] !== last[0] || first[1] !== last[1]) {
    throw requestFailed(`Loop is not closed: ${JSON.stringify(ring)}`)
  }
  if (new Set(ring.map(String)).size < 3) {
    throw requestFailed(`Loop must have at least 3 different vertices: ${JSON.stringify(ring)}`)
  }
}

function parse(type: string, coordinates: unknown): Geometry | undefined {
  const list = <T>(value: unknown, read: (one: unknown) => T | undefined): readonly T[] | undefined => {
    if (!Array.isArray(value) || value.length === 0) return undefined
    const parsed = value.map(read).filter((one) => one !== undefined)
    return parsed.length === value.length ? parsed : undefined
  }
  const positions = (value: unknown) => list(value, positionIn)
  const rings = (value: unknown) => list(value, positions)
  switch (type) {
    case 'Point': {
      const position = positionIn(coordinates)
      return position && { type, ...EMPTY, points: [position] }
    }
    case 'MultiPoint': {
      const points = positions(coordinates)
      return points && { type, ...EMPTY, points }
    }
    case 'LineString': {
      const line = positions(coordinates)
      return line && { type, ...EMPTY, lines: [line] }
    }
    case 'MultiLineString': {
      const lines = rings(coordinates)
      return lines && { type, ...EMPTY, lines }
    }
    case 'Polygon': {
      const polygon = rings(coordinates)
      return polygon && { type, ...EMPTY, polygons: [polygon] }
    }
    case 'MultiPolygon': {
      const polygons = list(coordinates, rings)
      return polygons && { type, ...EMPTY, polygons }
    }
    default:
      return undefined
  }
}

/** A height behind longitude and latitude does not count. */
function positionIn(value: unknown): Position | undefined {
  if (!Array.isArray(value)) return undefined
  const [longitude, latitude]: unknown[] = value
  if (typeof longitude !== 'number' || typeof latitude !== 'number') return undefined
  return Number.isFinite(longitude) && Number.isFinite(latitude) ? [longitude, latitude] : undefined
}
