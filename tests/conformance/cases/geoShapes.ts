import type { ConformanceCase, Tools } from '../case.ts'
import { refused, thrown } from '../expectation.ts'
import { DATABASE, WX, WX_STAGE } from './sources.ts'

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

const shapes: readonly ConformanceCase[] = [
  ['Point', ({ db }: Tools) => db.Geo.Point(113, 23), [113, 23]],
  [
    'LineString',
    ({ db }: Tools) => db.Geo.LineString([db.Geo.Point(0, 0), db.Geo.Point(1, 1)]),
    [
      [0, 0],
      [1, 1],
    ],
  ],
  [
    'Polygon',
    (tools: Tools) => square(tools, 0, 1),
    [
      [
        [0, 0],
        [1, 0],
        [1, 1],
        [0, 1],
        [0, 0],
      ],
    ],
  ],
  [
    'MultiPoint',
    ({ db }: Tools) => db.Geo.MultiPoint([db.Geo.Point(0, 0), db.Geo.Point(1, 1)]),
    [
      [0, 0],
      [1, 1],
    ],
  ],
  [
    'MultiLineString',
    ({ db }: Tools) => db.Geo.MultiLineString([db.Geo.LineString([db.Geo.Point(0, 0), db.Geo.Point(1, 1)])]),
    [
      [
        [0, 0],
        [1, 1],
      ],
    ],
  ],
  [
    'MultiPolygon',
    (tools: Tools) => tools.db.Geo.MultiPolygon([square(tools, 0, 1)]),
    [
      [
        [
          [0, 0],
          [1, 0],
          [1, 1],
          [0, 1],
          [0, 0],
        ],
      ],
    ],
  ],
].map(([type, make, coordinates]) => ({
  id: `database.geo.stored-${String(type)}`,
  source: `${WX}geo/Geo.html and ${DATABASE}util.js formatField`,
  run: async (tools: Tools) => {
    await tools.things.add({ data: { _id: 'a', at: typeof make === 'function' ? make(tools) : undefined } })
    return (await tools.things.doc('a').get()).data['at']
  },
  expect: { geo: { type, coordinates } },
}))

const malformed: readonly ConformanceCase[] = [
  {
    id: 'database.geo.stage-without-an-index',
    source: `${WX_STAGE}geoNear.html: there must be a geo index`,
    run: async (tools) => {
      await tools.things.add({ data: { at: tools.db.Geo.Point(0, 0) } })
      const stage = { near: tools.db.Geo.Point(0, 0), spherical: true, distanceField: 'd' }
      return tools.failure(tools.things.aggregate().geoNear(stage).end())
    },
    expect: refused(-1, /^collection\.aggregate:fail .*index/),
    environmentOnly: 'the local cloud measures without an index too',
    refutes: ['emulator/cloudbase/database/aggregation/geo-near.ts: without an index, which the'],
  },
  {
    id: 'database.geo.latitude-out-of-range',
    source: `${DATABASE}validate.js isGeopoint`,
    run: ({ db }) => db.Geo.Point(0, 91),
    expect: thrown(/latitude should be a number ranges from -90 to 90/),
  },
  {
    id: 'database.geo.longitude-out-of-range',
    source: `${DATABASE}validate.js isGeopoint`,
    run: ({ db }) => db.Geo.Point(181, 0),
    expect: thrown(/longitude should be a number ranges from -180 to 180/),
  },
  {
    id: 'database.geo.open-ring',
    source: `${DATABASE}geo/polygon.js`,
    run: ({ db }) => db.Geo.Polygon([db.Geo.LineString([db.Geo.Point(0, 0), db.Geo.Point(1, 1)])]),
    expect: thrown(/is not a closed cycle/),
  },
]

/** Positions, lines and areas as values. */
export const GEO_SHAPES: readonly ConformanceCase[] = [...shapes, ...malformed]
