import type { ConformanceCase } from '../case.ts'
import { about } from '../expectation.ts'
import { changes } from './shapes.ts'
import { MONGO, MONGO_UPDATE, WX_GUIDE, WX_QUERY } from './sources.ts'

/** Changes of fields. */
export const UPDATE_FIELDS: readonly ConformanceCase[] = [
  changes('database.update.literal', `${WX_GUIDE}database/update.html`, { n: 1, m: 1 }, () => ({ n: 2 }), {
    n: 2,
    m: 1,
  }),
  changes(
    'database.update.nested-object-is-fields',
    `${WX_QUERY}set.html`,
    { style: { color: 'blue', size: 1 } },
    () => ({ style: { color: 'red' } }),
    { style: { color: 'red', size: 1 } },
  ),
  changes(
    'database.update.dotted-path',
    `${WX_GUIDE}database/update.html`,
    { style: { color: 'blue', size: 1 } },
    () => ({ 'style.color': 'red' }),
    { style: { color: 'red', size: 1 } },
  ),
  changes('database.update.path-is-created', `${MONGO_UPDATE}set/`, { n: 1 }, () => ({ 'a.b.c': 1 }), {
    n: 1,
    a: { b: { c: 1 } },
  }),
  changes(
    'database.update.set-replaces-an-object',
    `${WX_QUERY}set.html`,
    { style: { color: 'blue', size: 1 } },
    (_) => ({ style: _.set({ color: 'red' }) }),
    { style: { color: 'red' } },
  ),
  changes(
    'database.update.set-a-list',
    `${WX_GUIDE}database/update.html`,
    { list: [1, 2, 3] },
    () => ({ list: [9] }),
    { list: [9] },
  ),
  changes(
    'database.update.set-an-element',
    `${WX_GUIDE}database/update.html`,
    { list: [1, 2, 3] },
    () => ({ 'list.1': 9 }),
    { list: [1, 9, 3] },
  ),
  changes(
    'database.update.set-beyond-the-end',
    `${MONGO_UPDATE}set/#set-elements-in-arrays`,
    { list: [1] },
    () => ({ 'list.3': 9 }),
    { list: [1, null, null, 9] },
  ),
  changes('database.update.set-null', `${WX_GUIDE}database/update.html`, { n: 1 }, () => ({ n: null }), {
    n: null,
  }),
  changes('database.update.remove', `${WX_QUERY}remove.html`, { n: 1, m: 2 }, (_) => ({ n: _.remove() }), {
    m: 2,
  }),
  changes(
    'database.update.remove-nested',
    `${MONGO_UPDATE}unset/`,
    { a: { b: 1, c: 2 } },
    (_) => ({ 'a.b': _.remove() }),
    { a: { c: 2 } },
  ),
  changes('database.update.remove-missing', `${MONGO_UPDATE}unset/`, { m: 2 }, (_) => ({ n: _.remove() }), {
    m: 2,
  }),
  changes(
    'database.update.remove-an-element-leaves-null',
    `${MONGO_UPDATE}unset/#behavior`,
    { list: [1, 2, 3] },
    (_) => ({ 'list.1': _.remove() }),
    { list: [1, null, 3] },
  ),
  changes('database.update.inc', `${WX_QUERY}inc.html`, { n: 5 }, (_) => ({ n: _.inc(10) }), { n: 15 }),
  changes('database.update.inc-negative', `${MONGO_UPDATE}inc/`, { n: 5 }, (_) => ({ n: _.inc(-2) }), {
    n: 3,
  }),
  changes('database.update.inc-half', `${MONGO_UPDATE}inc/`, { n: 0.5 }, (_) => ({ n: _.inc(0.25) }), {
    n: 0.75,
  }),
  changes('database.update.inc-missing-field', `${MONGO_UPDATE}inc/#behavior`, {}, (_) => ({ n: _.inc(3) }), {
    n: 3,
  }),
  changes(
    'database.update.inc-nested',
    `${MONGO_UPDATE}inc/`,
    { a: { n: 1 } },
    (_) => ({ a: { n: _.inc(1) } }),
    { a: { n: 2 } },
  ),
  changes(
    'database.update.inc-beyond-32-bits',
    `${MONGO_UPDATE}inc/`,
    { n: 2147483647 },
    (_) => ({ n: _.inc(1) }),
    { n: 2147483648 },
  ),
  changes('database.update.mul', `${WX_QUERY}mul.html`, { n: 5 }, (_) => ({ n: _.mul(10) }), { n: 50 }),
  changes(
    'database.update.mul-missing-field',
    `${MONGO_UPDATE}mul/#missing-field`,
    {},
    (_) => ({ n: _.mul(10) }),
    { n: 0 },
  ),
  changes(
    'database.update.mul-half',
    `${MONGO_UPDATE}mul/`,
    { price: 10.99 },
    (_) => ({ price: _.mul(1.25) }),
    { price: about(13.7375, 1e-9) },
  ),
  changes('database.update.min-lowers', `${WX_QUERY}min.html`, { n: 50 }, (_) => ({ n: _.min(10) }), {
    n: 10,
  }),
  changes('database.update.min-keeps', `${WX_QUERY}min.html`, { n: 5 }, (_) => ({ n: _.min(10) }), { n: 5 }),
  changes(
    'database.update.min-missing-field',
    `${MONGO_UPDATE}min/#behavior`,
    {},
    (_) => ({ n: _.min(10) }),
    { n: 10 },
  ),
  changes('database.update.max-raises', `${WX_QUERY}max.html`, { n: 5 }, (_) => ({ n: _.max(10) }), {
    n: 10,
  }),
  changes('database.update.max-keeps', `${WX_QUERY}max.html`, { n: 50 }, (_) => ({ n: _.max(10) }), {
    n: 50,
  }),
  changes(
    'database.update.max-of-dates',
    `${MONGO_UPDATE}max/#use-max-to-compare-dates`,
    { at: new Date(0) },
    (_) => ({ at: _.max(new Date(9)) }),
    { at: new Date(9) },
  ),
  changes(
    'database.update.max-across-types',
    `${MONGO_UPDATE}max/: BSON comparison order`,
    { n: 5 },
    (_) => ({ n: _.max('a') }),
    { n: 'a' },
  ),
  changes(
    'database.update.rename',
    `${WX_QUERY}rename.html`,
    { old: 1, m: 2 },
    (_) => ({ old: _.rename('new') }),
    { m: 2, new: 1 },
  ),
  changes(
    'database.update.rename-nested',
    `${WX_QUERY}rename.html`,
    { a: { old: 1 } },
    (_) => ({ 'a.old': _.rename('a.new') }),
    { a: { new: 1 } },
  ),
  changes(
    'database.update.rename-missing',
    `${MONGO_UPDATE}rename/#behavior`,
    { m: 2 },
    (_) => ({ old: _.rename('new') }),
    { m: 2 },
  ),
  changes(
    'database.update.rename-over-another',
    `${MONGO_UPDATE}rename/#behavior`,
    { old: 1, new: 2 },
    (_) => ({ old: _.rename('new') }),
    { new: 1 },
  ),
  changes('database.update.bit-and', `${MONGO_UPDATE}bit/`, { n: 13 }, (_) => ({ n: _.bit({ and: 10 }) }), {
    n: 8,
  }),
  changes('database.update.bit-or', `${MONGO_UPDATE}bit/`, { n: 3 }, (_) => ({ n: _.bit({ or: 5 }) }), {
    n: 7,
  }),
  changes('database.update.bit-xor', `${MONGO_UPDATE}bit/`, { n: 1 }, (_) => ({ n: _.bit({ xor: 5 }) }), {
    n: 4,
  }),
  changes(
    'database.update.several-operators',
    `${MONGO}reference/operator/update/`,
    { n: 1, list: [1], gone: true },
    (_) => ({ n: _.inc(1), list: _.push([2]), gone: _.remove(), fresh: 'x' }),
    { n: 2, list: [1, 2], fresh: 'x' },
  ),
]
