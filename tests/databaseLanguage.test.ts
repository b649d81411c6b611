import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import cloud from 'wx-server-sdk'
import type { TestWorld } from '../emulator/testkit/createWorld.ts'
import { createWorld } from '../emulator/testkit/index.ts'
import { BOOKS, db } from './databaseLanguage.ts'

/**
 * The aggregation language and queries by place through the unmodified wx-server-sdk 4.0.2. Expected values are those of
 * the SDK's documentation (docs.cloudbase.net/api-reference/server/node-sdk/database, developers.weixin.qq.com/
 * miniprogram/dev/wxcloud/reference-sdk-api/database, read 2026-11) or follow from the MongoDB manual 4.4.
 */

let world: TestWorld

const AUTHORS = [
  { _id: 'a1', book: 'b1', name: 'Lu' },
  { _id: 'a2', book: 'b1', name: 'Ba' },
  { _id: 'a3', book: 'b3', name: 'Ye' },
]

beforeAll(async () => {
  world = await createWorld({
    people: ['alice'],
    apps: [{ alias: 'shop' }],
    functions: 'no-functions',
    collections: [
      { name: 'books' },
      { name: 'authors' },
      { name: 'places', indexes: [{ name: 'geo', keys: [{ field: 'location', direction: '2dsphere' }] }] },
    ],
  })
  Object.assign(process.env, world.environment())
  cloud.init({ env: 'local' })
  await db().collection('books').add({ data: BOOKS })
  await db().collection('authors').add({ data: AUTHORS })
})
afterAll(() => world.close())

const idsOf = (list: readonly unknown[]) => list.map((document) => Object(document)['_id'])

describe('aggregate()', () => {
  const books = () => db().collection('books').aggregate()
  const ended = async (stages: ReturnType<typeof books>) => (await stages.end()).list

  it('match, group, sort', async () => {
    const $ = db().command.aggregate
    const grouped = books()
      .match({ price: db().command.gte(30) })
      .group({ _id: '$category', avg: $.avg('$price'), titles: $.push('$title'), top: $.max('$pages.cn') })
      .sort({ avg: -1 })
    expect(await ended(grouped)).toEqual([
      { _id: 'Science', avg: 55, titles: ['C', 'D'], top: 500 },
      { _id: 'Novel', avg: 50, titles: ['B'], top: 300 },
    ])
  })

  it('project, addFields, replaceRoot', async () => {
    const $ = db().command.aggregate
    const projected = books()
      .limit(1)
      .addFields({
        total: $.multiply(['$price', { $ifNull: ['$sold', 0] }]),
        'pages.sum': $.sum('$pages.cn'),
      })
      .project({
        _id: 0,
        total: 1,
        pages: 1,
        label: $.concat([$.toLower('$title'), '-', $.substr(['$category', 0, 3])]),
      })
      .replaceRoot({ newRoot: { total: '$total', sum: '$pages.sum', label: '$label' } })
    expect(await ended(projected)).toEqual([{ total: 100, sum: 100, label: 'a-Nov' }])
  })

  it('unwind, sortByCount, skip', async () => {
    expect(await ended(books().unwind('$tags').sortByCount('$tags').limit(2))).toEqual([
      { _id: 'x', count: 2 },
      { _id: 'y', count: 2 },
    ])
    expect(idsOf(await ended(books().sort({ price: 1 }).skip(2)))).toEqual(['b2', 'b3'])
  })

  it('count, sample', async () => {
    expect(await ended(books().match({ category: 'Novel' }).count('n'))).toEqual([{ n: 2 }])
    expect(await ended(books().sample({ size: 3 }))).toHaveLength(3)
  })

  it('bucket, bucketAuto', async () => {
    const $ = db().command.aggregate
    const output = { count: $.sum(1), ids: $.push('$_id') }
    expect(
      await ended(books().bucket({ groupBy: '$price', boundaries: [0, 50, 100], default: 'other', output })),
    ).toEqual([
      { _id: 0, count: 2, ids: ['b1', 'b4'] },
      { _id: 50, count: 2, ids: ['b2', 'b3'] },
    ])
    expect(await ended(books().bucketAuto({ groupBy: '$price', buckets: 2 }))).toEqual([
      { _id: { min: 20, max: 50 }, count: 2 },
      { _id: { min: 50, max: 80 }, count: 2 },
    ])
  })

  it('lookup by fields', async () => {
    const joined = books()
      .lookup({ from: 'authors', localField: '_id', foreignField: 'book', as: 'authors' })
      .project({ names: '$authors.name' })
    expect(await ended(joined)).toEqual([
      { _id: 'b1', names: ['Lu', 'Ba'] },
      { _id: 'b2', names: [] },
      { _id: 'b3', names: ['Ye'] },
      { _id: 'b4', names: [] },
    ])
  })

  it('lookup by a pipeline', async () => {
    const { command } = db()
    const $ = command.aggregate
    const pipeline = $.pipeline()
      .match(command.expr($.and([$.eq(['$book', '$$id']), $.lt(['$name', 'M'])])))
      .sort({ name: 1 })
      .limit(1)
      .project({ _id: 0, name: 1 })
      .done()
    const joined = books()
      .match({ _id: command.in(['b1', 'b3']) })
      .lookup({ from: 'authors', let: { id: '$_id' }, pipeline, as: 'first' })
      .project({ first: 1 })
    expect(await ended(joined)).toEqual([
      { _id: 'b1', first: [{ name: 'Ba' }] },
      { _id: 'b3', first: [] },
    ])
  })

  it('operators on arrays, conditions, dates and variables', async () => {
    const $ = db().command.aggregate
    const at = new Date('2026-11-20T18:30:00Z')
    const computed = books()
      .match({ _id: 'b1' })
      .project({
        _id: 0,
        last: $.arrayElemAt(['$tags', -1]),
        kept: $.filter({ input: '$tags', as: 't', cond: $.neq(['$$t', 'x']) }),
        upper: $.map({ input: '$tags', as: 't', in: $.toUpper('$$t') }),
        joined: $.reduce({ input: '$tags', initialValue: '', in: $.concat(['$$value', '$$this']) }),
        cheap: $.cond([$.lt(['$price', 30]), 'yes', 'no']),
        both: $.setUnion(['$tags', ['q']]),
        pairs: $.objectToArray('$pages'),
        day: $.dateToString({ date: at, format: '%Y-%m-%d', timezone: 'Asia/Shanghai' }),
        week: $.isoWeek(at),
        sum: $.let({ vars: { both: $.add(['$pages.cn', '$pages.en']) }, in: $.divide(['$$both', 2]) }),
        index: $.indexOfCP(['cafétéria', 't']),
      })
    expect(await ended(computed)).toEqual([
      {
        last: 'y',
        kept: ['y'],
        upper: ['X', 'Y'],
        joined: 'xy',
        cheap: 'yes',
        both: ['x', 'y', 'q'],
        pairs: [
          { k: 'cn', v: 100 },
          { k: 'en', v: 120 },
        ],
        day: '2026-11-21',
        week: 47,
        sum: 110,
        index: 4,
      },
    ])
  })

  it('refuses what is wrong with errCode -1 and the server’s words', async () => {
    await expect(books().group({ total: 1 }).end()).rejects.toMatchObject({
      errCode: -1,
      errMsg: 'collection.aggregate:fail [FailedOperation] a group specification must include an _id',
    })
  })
})

describe('places', () => {
  // The places and distances of the documentation's page on Aggregate.geoNear.
  const center = () => db().Geo.Point(113.3089506, 23.0968251)

  beforeAll(async () => {
    const { Geo } = db()
    await db()
      .collection('places')
      .add({
        data: [
          { _id: 'tower', city: 'Guangzhou', location: Geo.Point(113.30593, 23.1361155) },
          { _id: 'mountain', city: 'Guangzhou', location: Geo.Point(113.306789, 23.1564721) },
          { _id: 'palace', city: 'Beijing', location: Geo.Point(116.3949659, 39.9163447) },
        ],
      })
  })
  const where = async (location: unknown) =>
    idsOf((await db().collection('places').where({ location }).get()).data)

  it('geoNear orders by distance', async () => {
    const { command } = db()
    expect(await where(command.geoNear({ geometry: center() }))).toEqual(['tower', 'mountain', 'palace'])
    expect(
      await where(command.geoNear({ geometry: center(), minDistance: 5000, maxDistance: 9000 })),
    ).toEqual(['mountain'])
  })

  it('geoWithin an area and a circle, geoIntersects', async () => {
    const { command, Geo } = db()
    const corners = [
      Geo.Point(113, 23),
      Geo.Point(114, 23),
      Geo.Point(114, 24),
      Geo.Point(113, 24),
      Geo.Point(113, 23),
    ]
    const area = Geo.Polygon([Geo.LineString(corners)])
    expect(await where(command.geoWithin({ geometry: area }))).toEqual(['tower', 'mountain'])
    expect(await where(command.geoWithin({ centerSphere: [center(), 5 / 6378.1] }))).toEqual(['tower'])
    const road = Geo.LineString([Geo.Point(113.30593, 23.1361155), Geo.Point(113.306789, 23.1564721)])
    expect(await where(command.geoIntersects({ geometry: road }))).toEqual(['tower', 'mountain'])
  })

  it('the stage geoNear measures in meters', async () => {
    const { list } = await db()
      .collection('places')
      .aggregate()
      .geoNear({ distanceField: 'distance', spherical: true, near: center(), query: { city: 'Guangzhou' } })
      .project({ distance: 1 })
      .end()
    expect(list).toEqual([
      { _id: 'tower', distance: expect.closeTo(4384.68131486958, 3) },
      { _id: 'mountain', distance: expect.closeTo(6643.521654040738, 3) },
    ])
  })

  it('come back as the SDK’s own objects', async () => {
    const { data } = await db().collection('places').doc('tower').get()
    expect(Object(data)['location']).toEqual(db().Geo.Point(113.30593, 23.1361155))
  })
})
