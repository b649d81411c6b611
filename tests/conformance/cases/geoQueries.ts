import type { ConformanceCase, Tools } from '../case.ts'
import { about } from '../expectation.ts'
import type { Fields } from '../sdk.ts'
import { MONGO, MONGO_QUERY, WX_QUERY, WX_STAGE } from './sources.ts'

/** geoNear wants an index, which neither SDK nor tcb can make: one is there in the local cloud. */
const NEEDS_INDEX = 'needs a geo index, which is made in the console only'

/** Along the equator and the zero meridian: a degree is 111.3 km with the manual's earth radius of 6,378.1 km. */
const SPOTS = [
  { _id: 'here', lng: 0, lat: 0 },
  { _id: 'north', lng: 0, lat: 1 },
  { _id: 'east', lng: 2, lat: 0 },
  { _id: 'far', lng: 40, lat: 30 },
]
const DEGREE = 111_318.845

const spots = ({ db }: Tools): readonly Fields[] =>
  SPOTS.map(({ _id, lng, lat }) => ({ _id, at: db.Geo.Point(lng, lat) }))

const square = ({ db }: Tools, low: number, high: number): unknown => {
  const corners = [
    [low, low],
    [high, low],
    [high, high],
    [low, high],
    [low, low],
  ]
  return db.Geo.Polygon([db.Geo.LineString(corners.map(([lng, lat]) => db.Geo.Point(lng, lat)))])
}

/** The points go in; the ids of those that the condition finds come out, in the order of the reply. */
const locates = (
  id: string,
  source: string,
  condition: (tools: Tools) => unknown,
  expect: readonly string[],
  local?: string,
): ConformanceCase => ({
  id,
  source,
  run: async (tools) => {
    const places = local === undefined ? tools.things : await tools.prepared('places')
    await places.add({ data: spots(tools) })
    const ids = (await places.where(condition(tools)).get()).data.map(({ _id }) => String(_id))
    return local === undefined ? ids.sort() : ids
  },
  expect,
  ...(local !== undefined && { localOnly: local }),
})

const queries: readonly ConformanceCase[] = [
  locates(
    'database.geo.within-polygon',
    `${WX_QUERY}geoWithin.html`,
    (tools) => ({ at: tools._.geoWithin({ geometry: square(tools, -0.5, 1.5) }) }),
    ['here', 'north'],
  ),
  locates(
    'database.geo.within-multi-polygon',
    `${WX_QUERY}geoWithin.html`,
    (tools) => ({
      at: tools._.geoWithin({
        geometry: tools.db.Geo.MultiPolygon([square(tools, -0.5, 0.5), square(tools, 20, 50)]),
      }),
    }),
    ['far', 'here'],
  ),
  locates(
    'database.geo.within-circle',
    `${MONGO_QUERY}centerSphere/: the radius is in radians`,
    ({ _ }) => ({ at: _.geoWithin({ centerSphere: [[0, 0], 120 / 6378.1] }) }),
    ['here', 'north'],
  ),
  locates(
    'database.geo.intersects-point',
    `${WX_QUERY}geoIntersects.html`,
    ({ _, db }) => ({ at: _.geoIntersects({ geometry: db.Geo.Point(0, 1) }) }),
    ['north'],
  ),
  locates(
    'database.geo.intersects-polygon',
    `${WX_QUERY}geoIntersects.html`,
    (tools) => ({ at: tools._.geoIntersects({ geometry: square(tools, -0.5, 0.5) }) }),
    ['here'],
  ),
  {
    id: 'database.geo.intersects-line-with-area',
    source: `${WX_QUERY}geoIntersects.html`,
    run: async (tools) => {
      const { things, db, _ } = tools
      await things.add({
        data: [
          { _id: 'crossed', area: square(tools, 0, 2) },
          { _id: 'aside', area: square(tools, 10, 12) },
        ],
      })
      const line = db.Geo.LineString([db.Geo.Point(1, -1), db.Geo.Point(1, 3)])
      return (await things.where({ area: _.geoIntersects({ geometry: line }) }).get()).data.map(
        ({ _id }) => _id,
      )
    },
    expect: ['crossed'],
  },
  locates(
    'database.geo.near-is-ordered',
    `${WX_QUERY}geoNear.html`,
    ({ _, db }) => ({ at: _.geoNear({ geometry: db.Geo.Point(0, 0) }) }),
    ['here', 'north', 'east', 'far'],
    NEEDS_INDEX,
  ),
  locates(
    'database.geo.near-with-a-most',
    `${WX_QUERY}geoNear.html`,
    ({ _, db }) => ({ at: _.geoNear({ geometry: db.Geo.Point(0, 0), maxDistance: 150_000 }) }),
    ['here', 'north'],
    NEEDS_INDEX,
  ),
  locates(
    'database.geo.near-with-a-least',
    `${WX_QUERY}geoNear.html`,
    ({ _, db }) => ({
      at: _.geoNear({ geometry: db.Geo.Point(0, 0), minDistance: 100_000, maxDistance: 300_000 }),
    }),
    ['north', 'east'],
    NEEDS_INDEX,
  ),
]

const stage: readonly ConformanceCase[] = [
  {
    id: 'database.geo.stage-distance-in-metres',
    source: `${WX_STAGE}geoNear.html and ${MONGO}tutorial/calculate-distances-using-spherical-geometry-with-2d-geospatial-indexes/: earth radius 6,378.1 km`,
    run: async (tools) => {
      const places = await tools.prepared('places')
      await places.add({ data: spots(tools) })
      const { list } = await places
        .aggregate()
        .geoNear({
          near: tools.db.Geo.Point(0, 0),
          spherical: true,
          distanceField: 'd',
          maxDistance: 300_000,
        })
        .project({ d: 1 })
        .end()
      return list
    },
    expect: [
      { _id: 'here', d: about(0, 1) },
      { _id: 'north', d: about(DEGREE, 2) },
      { _id: 'east', d: about(2 * DEGREE, 4) },
    ],
    localOnly: NEEDS_INDEX,
  },
  {
    id: 'database.geo.stage-with-query-and-multiplier',
    source: `${WX_STAGE}geoNear.html`,
    run: async (tools) => {
      const places = await tools.prepared('places')
      await places.add({ data: spots(tools) })
      const { list } = await places
        .aggregate()
        .geoNear({
          near: tools.db.Geo.Point(0, 0),
          spherical: true,
          distanceField: 'far.km',
          distanceMultiplier: 0.001,
          query: { _id: 'east' },
          includeLocs: 'far.at',
        })
        .end()
      return list.map(({ _id, far }) => ({ _id, far }))
    },
    expect: [
      {
        _id: 'east',
        far: { km: about((2 * DEGREE) / 1000, 0.01), at: { type: 'Point', coordinates: [2, 0] } },
      },
    ],
    localOnly: NEEDS_INDEX,
  },
]

/** Where documents are, and how far away. */
export const GEO_QUERIES: readonly ConformanceCase[] = [...queries, ...stage]
