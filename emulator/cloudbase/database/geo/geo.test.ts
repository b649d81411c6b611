import { describe, expect, it } from 'vitest'
import { ejson, openNotes } from '../testing.ts'

const point = (longitude: number, latitude: number) => ({ type: 'Point', coordinates: [longitude, latitude] })

/** The examples of developers.weixin.qq.com/minigame/dev/wxcloud/reference-sdk-api/database/aggregate/Aggregate.geoNear. */
const PLACES = [
  { _id: 'tower', city: 'Guangzhou', location: point(113.30593, 23.1361155) },
  { _id: 'mountain', city: 'Guangzhou', location: point(113.306789, 23.1564721) },
  { _id: 'palace', city: 'Beijing', location: point(116.3949659, 39.9163447) },
  { _id: 'wall', city: 'Beijing', location: point(116.2328567, 40.242373) },
]

async function places(documents: readonly object[] = PLACES) {
  const notes = openNotes()
  notes.database.applySchema([
    { name: 'notes', indexes: [{ name: 'geo', keys: [{ field: 'location', direction: '2dsphere' }] }] },
  ])
  await notes.insert([...documents])
  const ids = async (query: unknown, more: object = {}) =>
    (await notes.find(query, { ...more })).map((document) => Object(document)['_id'])
  return { notes, ids }
}

const near = (limits: object = {}) => ({
  location: { $nearSphere: { $geometry: point(113.3089506, 23.0968251), ...limits } },
})

describe('$nearSphere', () => {
  // mongodb.com/docs/v4.4/reference/operator/query/nearSphere: from nearest to farthest, distances in meters.
  it('orders by distance, within limits', async () => {
    const { ids } = await places()
    expect(await ids(near())).toEqual(['tower', 'mountain', 'palace', 'wall'])
    expect(await ids(near(), { limit: 1 })).toEqual(['tower'])
    expect(await ids(near({ $maxDistance: 5000 }))).toEqual(['tower'])
    expect(await ids(near({ $minDistance: 5000, $maxDistance: 10000 }))).toEqual(['mountain'])
    expect(await ids({ ...near(), city: 'Beijing' })).toEqual(['palace', 'wall'])
    expect(await ids(near(), { order: ejson({ _id: 1 }) })).toEqual(['mountain', 'palace', 'tower', 'wall'])
  })

  it.each([
    [{ $geometry: point(200, 0) }, 'longitude/latitude is out of bounds, lng: 200 lat: 0'],
    [{ $geometry: { type: 'Nonsense', coordinates: [1, 2] } }, '$nearSphere must be a point'],
    [{ $geometry: point(0, 0), $maxDistance: -1 }, '$maxDistance must be non-negative'],
  ])('refuses %j', async (operand, message) => {
    const { ids } = await places()
    await expect(ids({ location: { $nearSphere: operand } })).rejects.toThrow(message)
  })
})

describe('$geoNear', () => {
  const options = { near: point(113.3089506, 23.0968251), spherical: true, distanceField: 'distance' }

  it('answers distances in meters on a sphere of 6378.1 km', async () => {
    const { notes } = await places()
    const found = await notes.aggregate([
      { $geoNear: { ...options, query: { city: 'Guangzhou' }, includeLocs: 'at' } },
    ])
    // The platform's page answers 4384.68131486958 and 6643.521654040738 for its two places.
    expect(found).toEqual([
      { ...PLACES[0], distance: expect.closeTo(4384.68131486958, 3), at: point(113.30593, 23.1361155) },
      { ...PLACES[1], distance: expect.closeTo(6643.521654040738, 3), at: point(113.306789, 23.1564721) },
    ])
  })

  it('takes limits, a multiplier, a key and a nested field for the distance', async () => {
    const { notes } = await places(
      PLACES.map(({ location, ...rest }) => ({ ...rest, other: point(0, 0), location })),
    )
    const spec = {
      ...options,
      distanceField: 'd.km',
      distanceMultiplier: 0.001,
      key: 'location',
      maxDistance: 10_000,
      minDistance: 5000,
      limit: 5,
    }
    expect(await notes.aggregate([{ $geoNear: spec }, { $project: { d: 1 } }])).toEqual([
      { _id: 'mountain', d: { km: expect.closeTo(6.643521654, 6) } },
    ])
    expect(await notes.aggregate([{ $geoNear: { ...options, limit: 2 } }])).toHaveLength(2)
  })

  it('refuses what is no point or has no field for the distance', async () => {
    const { notes } = await places()
    const { distanceField: _, ...rest } = options
    await expect(notes.aggregate([{ $geoNear: rest }])).rejects.toThrow(
      "Missing 'distanceField' parameter to $geoNear",
    )
    await expect(notes.aggregate([{ $geoNear: { ...options, near: 1 } }])).rejects.toThrow(
      '$geoNear near must be a point',
    )
  })
})

const square = (from: number, to: number) => [
  [from, from],
  [to, from],
  [to, to],
  [from, to],
  [from, from],
]

const SHAPES = [
  { _id: 'inside', location: point(1, 1) },
  { _id: 'hole', location: point(5, 5) },
  { _id: 'edge', location: point(0, 5) },
  { _id: 'outside', location: point(20, 20) },
  {
    _id: 'crossing',
    location: {
      type: 'LineString',
      coordinates: [
        [-5, 2],
        [2, 2],
      ],
    },
  },
  {
    _id: 'within',
    location: {
      type: 'LineString',
      coordinates: [
        [1, 2],
        [2, 3],
      ],
    },
  },
  {
    _id: 'through',
    location: {
      type: 'LineString',
      coordinates: [
        [2, 5],
        [8, 5],
      ],
    },
  },
  { _id: 'area', location: { type: 'Polygon', coordinates: [square(1, 2)] } },
  { _id: 'around', location: { type: 'Polygon', coordinates: [square(-10, 30)] } },
  {
    _id: 'points',
    location: {
      type: 'MultiPoint',
      coordinates: [
        [1, 1],
        [20, 20],
      ],
    },
  },
  { _id: 'pair', location: [1, 1] },
  { _id: 'nothing', location: 'here' },
]

// mongodb.com/docs/v4.4/reference/operator/query/geoWithin and /geoIntersects.
describe('areas', () => {
  const polygon = { type: 'Polygon', coordinates: [square(0, 10), square(4, 6)] }

  it('$geoWithin is entirely inside, holes excepted', async () => {
    const { ids } = await places(SHAPES)
    expect(await ids({ location: { $geoWithin: { $geometry: polygon } } })).toEqual([
      'inside',
      'edge',
      'within',
      'area',
      'pair',
    ])
    const two = { type: 'MultiPolygon', coordinates: [[square(0, 3)], [square(19, 21)]] }
    expect(await ids({ location: { $geoWithin: { $geometry: two } } })).toEqual([
      'inside',
      'outside',
      'within',
      'area',
      'points',
      'pair',
    ])
  })

  it('$geoIntersects shares a place', async () => {
    const { ids } = await places(SHAPES)
    expect(await ids({ location: { $geoIntersects: { $geometry: polygon } } })).toEqual([
      'inside',
      'edge',
      'crossing',
      'within',
      'through',
      'area',
      'around',
      'points',
      'pair',
    ])
    const line = {
      type: 'LineString',
      coordinates: [
        [0, 0],
        [0, 10],
      ],
    }
    expect(await ids({ location: { $geoIntersects: { $geometry: line } } })).toEqual([
      'edge',
      'crossing',
      'around',
    ])
    expect(await ids({ location: { $geoIntersects: { $geometry: point(1, 1) } } })).toEqual([
      'inside',
      'area',
      'around',
      'points',
      'pair',
    ])
  })

  // mongodb.com/docs/v4.4/reference/operator/query/centerSphere: the radius in radians.
  it('$geoWithin in a circle', async () => {
    const { ids } = await places(SHAPES)
    const circle = (degrees: number) => ({
      location: { $geoWithin: { $centerSphere: [[1, 1], (degrees * Math.PI) / 180] } },
    })
    expect(await ids(circle(0.5))).toEqual(['inside', 'pair'])
    expect(await ids(circle(2.5))).toEqual(['inside', 'within', 'area', 'pair'])
  })

  // Sides of a polygon are great circles: between two places at 60° north the way leads farther north.
  it('sides run along great circles', async () => {
    const north = { _id: 'north', location: point(0, 62) }
    const { ids } = await places([north])
    const corners = [
      [-40, 50],
      [40, 50],
      [40, 60],
      [-40, 60],
      [-40, 50],
    ]
    const area = { type: 'Polygon', coordinates: [corners] }
    expect(await ids({ location: { $geoWithin: { $geometry: area } } })).toEqual(['north'])
  })

  it.each([
    [{ $geoWithin: { $geometry: point(0, 0) } }, 'not supported with provided geometry'],
    [
      {
        $geoWithin: {
          $geometry: {
            type: 'Polygon',
            coordinates: [
              [
                [0, 0],
                [1, 0],
                [1, 1],
              ],
            ],
          },
        },
      },
      'Loop is not closed',
    ],
    [{ $geoWithin: { $nonsense: 1 } }, 'unknown geo specifier: $nonsense'],
    [{ $geoWithin: { $centerSphere: [[0, 0], -1] } }, 'radius must be a non-negative number'],
    [{ $geoIntersects: { $geometry: { type: 'Circle' } } }, 'unknown geo specifier'],
  ])('refuses %j', async (condition, message) => {
    const { ids } = await places(SHAPES)
    await expect(ids({ location: condition })).rejects.toThrow(message)
  })
})
