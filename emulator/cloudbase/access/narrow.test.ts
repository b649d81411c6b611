// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the language of rules has templates, too
import { describe, expect, it } from 'vitest'
import { narrow } from './narrow.ts'
import { parseRule } from './parse.ts'
import type { Fields } from './values.ts'

const DOCUMENTS: Readonly<Record<string, Fields>> = {
  'database.room.r1': { members: ['oAlice'], open: true },
  'database.room.r2': { members: [], open: false },
}
const SCOPE = {
  auth: { openid: 'oAlice' },
  now: 100,
  data: undefined,
  get: (path: string) => DOCUMENTS[path] ?? null,
}

const accepted = (query: Fields, rule: string) => narrow(query, parseRule(rule), SCOPE) !== undefined

const OWN = 'doc._openid == auth.openid'
const PUBLISHED = 'doc.published == true || doc.author == auth.openid'
const ROOM = 'auth.openid in get(`database.room.${doc.roomId}`).members'

describe('a query must be a subset of the rule', () => {
  // Rules and queries of https://docs.cloudbase.net/database/security-rules, /rule/reference/function and the WeChat
  // guide "Database security rules", read 2026-11; `{openid}` is oAlice here.
  it.each<[string, Fields, string, boolean]>([
    ['own documents', { _openid: 'oAlice' }, OWN, true],
    ['own documents, turned round', { _openid: 'oAlice' }, 'auth.openid == doc._openid', true],
    ['own documents and more', { _openid: 'oAlice', category: 'mobile' }, OWN, true],
    ['no owner at all', {}, OWN, false],
    ['somebody else’s', { _openid: 'oBob' }, OWN, false],
    ['an id only', { _id: 'x' }, OWN, false],
    ['everything, where everything is open', {}, 'true', true],
    ['everything, where nothing is', {}, 'false', false],
    ['published', { published: true }, PUBLISHED, true],
    ['of the author', { author: 'oAlice' }, PUBLISHED, true],
    ['either of them', { $or: [{ published: true }, { author: 'oAlice' }] }, PUBLISHED, true],
    ['either of them or another', { $or: [{ published: true }, { author: 'oBob' }] }, PUBLISHED, false],
    ['both conditions', { _openid: 'oAlice', published: true }, `${OWN} && doc.published`, true],
    ['one condition of two', { _openid: 'oAlice' }, `${OWN} && doc.published`, false],
    ['a condition in an and', { $and: [{ a: 1 }, { _openid: 'oAlice' }] }, OWN, true],
    ['eq', { _openid: { $eq: 'oAlice' } }, OWN, true],
    ['in, within the list', { kind: { $in: ['a', 'b'] } }, "doc.kind in ['a', 'b', 'c']", true],
    ['in, beyond the list', { kind: { $in: ['a', 'd'] } }, "doc.kind in ['a', 'b', 'c']", false],
    ['above a bound', { age: { $gt: 10 } }, 'doc.age > 10', true],
    ['above a lower bound', { age: { $gte: 10 } }, 'doc.age > 10', false],
    ['a value above the bound', { age: 11 }, 'doc.age > 10', true],
    ['a value at the bound', { age: 10 }, 'doc.age > 10', false],
    ['a bound of texts', { day: { $gte: '2021-09-16' } }, "doc.day >= '2021-09-01'", true],
    ['a bound by the clock', { expireTime: { $lt: 100 } }, 'now > doc.expireTime', true],
    ['neq', { status: { $ne: 'deleted' } }, "doc.status != 'deleted'", true],
    ['another value than the excluded', { status: 'new' }, "doc.status != 'deleted'", true],
    ['no word of the excluded', {}, "doc.status != 'deleted'", false],
    ['nin', { kind: { $nin: ['a', 'b'] } }, "!(doc.kind in ['a', 'b'])", true],
    ['nin, too short', { kind: { $nin: ['a'] } }, "!(doc.kind in ['a', 'b'])", false],
    ['one of the members', { members: 'oAlice' }, 'auth.openid in doc.members', true],
    ['elemMatch of eq', { members: { $elemMatch: { $eq: 'oAlice' } } }, 'auth.openid in doc.members', true],
    ['all of several', { members: { $all: ['oBob', 'oAlice'] } }, 'auth.openid in doc.members', true],
    ['one of two equalities', { $and: [{ a: { $in: [1, 2] } }, { a: 1 }] }, 'doc.a == 1', true],
    [
      'a list of too many values',
      { a: { $in: Array.from({ length: 300 }, (_, n) => n) } },
      'doc.a == 0',
      false,
    ],
    ['not blocked', { blocked: { $ne: 'oAlice' } }, '!(auth.openid in doc.blocked)', true],
    ['a room of mine', { roomId: 'r1' }, ROOM, true],
    ['a room of others', { roomId: 'r2' }, ROOM, false],
    ['get() with `in` of one', { roomId: { $in: ['r1'] } }, ROOM, true],
    ['get() with `in` of two', { roomId: { $in: ['r1', 'r1'] } }, ROOM, false],
    ['get() without its field', {}, ROOM, false],
    ['a pattern proves nothing', { _openid: /oAlice/ }, OWN, false],
    ['nor does null', { _openid: null }, 'doc._openid == null', false],
    ['nor an expression', { $expr: { $eq: ['$_openid', 'oAlice'] } }, OWN, false],
    ['nor nor', { $nor: [{ _openid: { $ne: 'oAlice' } }] }, OWN, false],
    ['an empty or', { $or: [] }, OWN, false],
    ['the document itself', {}, 'doc != null', false],
  ])('%s', (_, query, rule, expected) => {
    expect(accepted(query, rule)).toBe(expected)
  })

  it.each<[string, Fields, string, Fields[]]>([
    ['an equality needs nothing', { a: 'oAlice' }, 'doc.a == auth.openid', []],
    ['an excluded value', { a: 1 }, 'doc.a != 2', [{ 'a.0': { $exists: false } }]],
    ['a bound that excludes a value', { a: { $gt: 10 } }, 'doc.a != 5', [{ 'a.0': { $exists: false } }]],
    ['a path of get()', { roomId: 'r1' }, ROOM, [{ 'roomId.0': { $exists: false } }]],
    [
      'a field of a document',
      { 'a.b': 1 },
      'doc.a.b != 2',
      [{ 'a.0': { $exists: false } }, { 'a.b.0': { $exists: false } }],
    ],
  ])('keeps out arrays that are found by another element: %s', (_, query, rule, added) => {
    expect(narrow(query, parseRule(rule), SCOPE)).toEqual(
      added.length === 0 ? query : { $and: [query, ...added] },
    )
  })

  it('gives up on a query with too many alternatives', () => {
    const or = { $or: Array.from({ length: 10 }, () => ({ _openid: 'oBob' })) }
    expect(accepted({ $and: Array.from({ length: 10 }, () => or) }, OWN)).toBe(false)
  })
})
