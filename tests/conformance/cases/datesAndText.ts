import type { ConformanceCase } from '../case.ts'
import { between, including } from '../expectation.ts'
import { finds } from './shapes.ts'
import { DATABASE, MONGO, MONGO_QUERY, WX, WX_GUIDE } from './sources.ts'

const at = (text: string): Date => new Date(text)
const DAYS = [
  { _id: 'first', at: at('2026-11-01T00:00:00.000Z') },
  { _id: 'second', at: at('2026-11-02T00:00:00.000Z') },
]

const dates: readonly ConformanceCase[] = [
  {
    id: 'database.date.keeps-milliseconds',
    source: `${WX_GUIDE}database/data-types.html`,
    run: async ({ things }) => {
      await things.add({
        data: {
          _id: 'a',
          at: at('2026-11-20T01:02:03.456Z'),
          in: { list: [at('1969-12-31T23:59:59.999Z')] },
        },
      })
      return (await things.doc('a').get()).data
    },
    expect: { _id: 'a', at: at('2026-11-20T01:02:03.456Z'), in: { list: [at('1969-12-31T23:59:59.999Z')] } },
  },
  finds(
    'database.date.equal',
    `${WX_GUIDE}database/data-types.html`,
    DAYS,
    () => ({ at: at('2026-11-02T00:00:00.000Z') }),
    ['second'],
  ),
  finds(
    'database.date.greater',
    `${WX_GUIDE}database/data-types.html`,
    DAYS,
    (_) => ({ at: _.gt(at('2026-11-01T00:00:00.000Z')) }),
    ['second'],
  ),
  finds(
    'database.date.between',
    `${WX_GUIDE}database/data-types.html`,
    DAYS,
    (_) => ({ at: _.gte(at('2026-11-01T00:00:00.000Z')).and(_.lt(at('2026-11-02T00:00:00.000Z'))) }),
    ['first'],
  ),
  finds(
    'database.date.is-no-text',
    `${MONGO}reference/bson-type-comparison-order/`,
    DAYS,
    (_) => ({ at: _.gt('2026') }),
    [],
  ),
  {
    id: 'database.date.server-date',
    source: `${WX}Database.serverDate.html`,
    run: async ({ things, db }) => {
      await things.add({ data: { _id: 'a', at: db.serverDate() } })
      const stored = (await things.doc('a').get()).data['at']
      const off = stored instanceof Date ? stored.getTime() - Date.now() : undefined
      return { isDate: stored instanceof Date, off }
    },
    expect: { isDate: true, off: between(-60_000, 60_000) },
  },
  {
    id: 'database.date.server-date-offset',
    source: `${WX}Database.serverDate.html`,
    run: async ({ things, db }) => {
      await things.add({
        data: { _id: 'a', now: db.serverDate(), later: db.serverDate({ offset: 3_600_000 }) },
      })
      const { now, later } = (await things.doc('a').get()).data
      return Number(later) - Number(now)
    },
    // One request has one time; a few milliseconds more are no contradiction of the documentation.
    expect: between(3_599_000, 3_601_000),
  },
  {
    id: 'database.date.server-date-in-an-update',
    source: `${WX}Database.serverDate.html`,
    run: async ({ things, db, _ }) => {
      await things.add({ data: { _id: 'a', in: {}, list: [] } })
      await things.doc('a').update({ data: { in: { at: db.serverDate() }, list: _.push([db.serverDate()]) } })
      const { in: inside, list } = (await things.doc('a').get()).data
      return [
        typeof inside,
        Object.values(Object(inside)).every((each) => each instanceof Date),
        Object(list)[0] instanceof Date,
      ]
    },
    expect: ['object', true, true],
  },
  {
    id: 'database.date.server-date-in-a-set',
    source: `${WX}Database.serverDate.html`,
    run: async ({ things, db }) => {
      await things.doc('a').set({ data: { at: db.serverDate() } })
      return (await things.doc('a').get()).data['at'] instanceof Date
    },
    expect: true,
  },
  {
    id: 'database.date.server-date-in-a-condition',
    source: `${WX}Database.serverDate.html: also a value of conditions`,
    run: async ({ things, db, _ }) => {
      await things.add({
        data: [
          { _id: 'past', at: new Date(0) },
          { _id: 'future', at: new Date(Date.now() + 86_400_000) },
        ],
      })
      return (await things.where({ at: _.lt(db.serverDate()) }).get()).data.map(({ _id }) => _id)
    },
    expect: ['past'],
  },
]

const NAMES = [{ _id: 'Alice' }, { _id: 'alice' }, { _id: 'bob' }, { _id: 'a.b' }].map(({ _id }) => ({
  _id,
  name: _id,
}))

const text: readonly ConformanceCase[] = [
  finds('database.regexp.literal', `${WX}Database.RegExp.html`, NAMES, () => ({ name: /^al/ }), ['alice']),
  finds('database.regexp.literal-with-flag', `${WX}Database.RegExp.html`, NAMES, () => ({ name: /^AL/i }), [
    'Alice',
    'alice',
  ]),
  finds(
    'database.regexp.object',
    `${WX}Database.RegExp.html`,
    NAMES,
    (_, { db }) => ({ name: db.RegExp({ regexp: 'ali', options: 'i' }) }),
    ['Alice', 'alice'],
  ),
  finds(
    'database.regexp.object-without-options',
    `${WX}Database.RegExp.html`,
    NAMES,
    (_, { db }) => ({ name: db.RegExp({ regexp: 'ali' }) }),
    ['alice'],
  ),
  finds(
    'database.regexp.escaped',
    `${WX}Database.RegExp.html`,
    NAMES,
    (_, { db }) => ({ name: db.RegExp({ regexp: 'a\\.b' }) }),
    ['a.b'],
  ),
  finds(
    'database.regexp.multi-line',
    `${MONGO_QUERY}regex/#options`,
    [
      { _id: 'a', t: 'one\ntwo' },
      { _id: 'b', t: 'one two' },
    ],
    (_, { db }) => ({ t: db.RegExp({ regexp: '^two', options: 'm' }) }),
    ['a'],
  ),
  finds(
    'database.regexp.dot-matches-all',
    `${MONGO_QUERY}regex/#options`,
    [{ _id: 'a', t: 'one\ntwo' }],
    (_, { db }) => ({ t: db.RegExp({ regexp: 'one.two', options: 's' }) }),
    ['a'],
  ),
  finds(
    'database.regexp.extended',
    `${MONGO_QUERY}regex/#options`,
    [{ _id: 'a', t: 'abc' }],
    (_, { db }) => ({ t: db.RegExp({ regexp: 'a b c #comment', options: 'x' }) }),
    ['a'],
  ),
  finds(
    'database.regexp.global-flag-is-passed-over',
    `${DATABASE}serializer/query.js encodeRegExp sends the flags as they are`,
    NAMES,
    () => ({ name: /^al/g }),
    ['alice'],
    {
      refutes: [
        'emulator/cloudbase/database/regexp.ts: the flag g, which MongoDB does not know, is passed over',
      ],
    },
  ),
  finds(
    'database.regexp.in-a-list',
    `${MONGO_QUERY}regex/`,
    [
      { _id: 'a', tags: ['x', 'yes'] },
      { _id: 'b', tags: ['no'] },
    ],
    () => ({ tags: /^y/ }),
    ['a'],
  ),
  finds(
    'database.regexp.never-a-number',
    `${MONGO_QUERY}regex/`,
    [
      { _id: 'a', n: 12 },
      { _id: 'b', n: '12' },
    ],
    () => ({ n: /1/ }),
    ['b'],
  ),
  finds(
    'database.regexp.not',
    `${MONGO_QUERY}not/#regular-expressions`,
    NAMES,
    (_) => ({ name: _.not(/^a/i) }),
    ['bob'],
  ),
  finds(
    'database.regexp.in',
    `${MONGO_QUERY}in/#use-the--in-operator-with-a-regular-expression`,
    NAMES,
    (_) => ({ name: _.in([/^bo/, 'a.b']) }),
    ['a.b', 'bob'],
  ),
  finds(
    'database.regexp.unicode',
    `${MONGO_QUERY}regex/`,
    [
      { _id: 'a', t: '小程序' },
      { _id: 'b', t: '公众号' },
    ],
    () => ({ t: /程序$/ }),
    ['a'],
  ),
  {
    id: 'database.regexp.stored',
    source: `${MONGO}reference/bson-types/: regular expressions are values too`,
    run: async ({ things }) => {
      await things.add({ data: { _id: 'a', at: 1, rule: /x/i } })
      return (await things.doc('a').field({ at: true }).get()).data
    },
    expect: including({ at: 1 }),
  },
]

export const DATES_AND_TEXT: readonly ConformanceCase[] = [...dates, ...text]
