import type { ConformanceCase } from '../case.ts'
import { including, refused, thrown } from '../expectation.ts'
import { DATABASE, WRAPPER } from './sources.ts'

/** What the SDK refuses by itself. */
export const MALFORMED_IN_SDK: readonly ConformanceCase[] = [
  {
    id: 'database.malformed.update-of-the-id',
    source: `${DATABASE}document.js update`,
    run: ({ things }) => things.doc('a').update({ data: { _id: 'b' } }),
    expect: refused(-501007, /^document\.update:fail -501007 invalid parameters\. 不能更新_id的值$/),
  },
  {
    id: 'database.malformed.where-update-of-the-id',
    source: `${DATABASE}query.js update`,
    run: ({ things }) => things.where({ n: 1 }).update({ data: { _id: 'b' } }),
    expect: refused(-501007, /^collection\.update:fail -501007 invalid parameters\. 不能更新_id的值$/),
  },
  {
    id: 'database.malformed.set-with-an-id',
    source: `${DATABASE}document.js set`,
    run: ({ things }) => things.doc('a').set({ data: { _id: 'b', n: 1 } }),
    expect: refused(-501007, /^document\.set:fail -501007 invalid parameters\. 不能更新_id的值$/),
  },
  {
    id: 'database.malformed.set-with-an-operator',
    source: `${DATABASE}document.js set`,
    run: ({ things, _ }) => things.doc('a').set({ data: { n: _.inc(1) } }),
    expect: refused(
      -502001,
      /^document\.set:fail -502001 database request fail\. update operator complicit$/,
    ),
  },
  {
    id: 'database.malformed.set-of-nothing',
    source: `${WRAPPER}: assertObjectNotEmpty`,
    run: ({ things }) => things.doc('a').set({ data: {} }),
    expect: including({ failure: true, errMsg: /options\.data must not be empty/ }),
  },
  {
    id: 'database.malformed.update-of-nothing',
    source: `${WRAPPER}: assertObjectNotEmpty`,
    run: ({ things }) => things.doc('a').update({ data: {} }),
    expect: including({ failure: true, errMsg: /options\.data must not be empty/ }),
  },
  {
    id: 'database.malformed.update-without-data',
    source: `${WRAPPER}: assertType`,
    run: ({ things }) => things.doc('a').update(),
    expect: refused(-1, /parameter should be object instead of undefined/),
  },
  {
    id: 'database.malformed.where-of-a-text',
    source: `${DATABASE}constant.js QueryParamTypeError`,
    run: ({ things }) => things.where('n').get(),
    expect: thrown(/^查询参数必须为对象$/),
  },
  {
    id: 'database.malformed.where-of-undefined-only',
    source: `${DATABASE}constant.js QueryParamValueError`,
    run: ({ things }) => things.where({ n: undefined }).get(),
    expect: thrown(/^查询参数对象值不能均为undefined$/),
  },
  {
    id: 'database.malformed.document-without-id',
    source: `${DATABASE}collection.js doc`,
    run: ({ things }) => things.doc(undefined).get(),
    expect: thrown(/^docId必须为字符串或数字$/),
  },
  {
    id: 'database.malformed.collection-without-name',
    source: `${DATABASE}index.js collection`,
    run: ({ db }) => db.collection('').get(),
    expect: thrown(/^Collection name is required$/),
  },
  {
    id: 'database.malformed.stage-that-is-not-there',
    source: `${DATABASE}aggregate.js has no facet`,
    run: ({ things }) => things.aggregate().facet({}).end(),
    expect: thrown(/is not a function/),
  },
]
