// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the language of rules has templates, too
import { describe, expect, it } from 'vitest'
import { holds, viewOf } from './evaluate.ts'
import { parseRule } from './parse.ts'
import type { Fields } from './values.ts'

const NOW = Date.UTC(2026, 10, 20)

const allows = (rule: string, document: unknown, data?: Fields, documents: Record<string, Fields> = {}) =>
  holds(
    parseRule(rule),
    { auth: { openid: 'oAlice' }, now: NOW, data, get: (path) => documents[path] ?? null },
    viewOf(document),
  )

describe('a rule about a document', () => {
  // Rules from https://docs.cloudbase.net/database/security-rules; the documents follow from what they say there.
  it.each([
    ['doc._openid == auth.openid', { _openid: 'oAlice' }, true],
    ['doc._openid == auth.openid', { _openid: 'oBob' }, false],
    ['doc._openid == auth.openid', {}, false],
    ['doc.userId == auth.openid || doc.userId == auth.uid', { userId: 'oAlice' }, true],
    ['auth.openid in doc.editors', { editors: ['oBob', 'oAlice'] }, true],
    ['auth.openid in doc.editors', { editors: ['oBob'] }, false],
    ['auth.openid in doc.editors', {}, false],
    ['!(auth.openid in doc.blocked)', { blocked: ['oBob', 'oAlice'] }, false],
    ['!(auth.openid in doc.blocked)', { blocked: ['oBob'] }, true],
    ["doc.status != 'deleted'", { status: 'new' }, true],
    ["doc.status != 'deleted'", { status: 'deleted' }, false],
    ["doc.status != 'deleted'", { status: ['new', 'deleted'] }, false],
    ["doc.status in ['new', 'old']", { status: 'old' }, true],
    ['now > doc.expireTime', { expireTime: NOW - 1 }, true],
    ['now > doc.expireTime', { expireTime: NOW }, false],
    ['now > doc.expireTime', { expireTime: new Date(NOW - 1) }, true],
    ['doc.age > 10', { age: '11' }, false],
    ['doc.published', { published: true }, true],
    ['doc.published', {}, false],
    ['!doc.published', {}, true],
    ['doc.a.b == 1', { a: { b: 1 } }, true],
    ["doc['a']['b'] == 1", { a: { b: 1 } }, true],
    ['doc.a.b == 1', { a: [{ b: 2 }, { b: 1 }] }, true],
    ['doc.roles[auth.openid] == 1', { roles: { oAlice: 1 } }, true],
    ['doc.constructor', {}, false],
    ['auth.uid != null', {}, false],
    ['auth != null', {}, true],
    ['doc != null', undefined, false],
    ['doc.deletedAt == null', {}, true],
  ])('%s of %j: %s', (rule, document, expected) => {
    expect(allows(rule, document)).toBe(expected)
  })

  it('compares what is written: "the price is the same or not named"', () => {
    const rule = 'doc.price == request.data.price || request.data.price == undefined'
    expect(allows(rule, { price: 5 }, { name: 'x' })).toBe(true)
    expect(allows(rule, { price: 5 }, { price: 5 })).toBe(true)
    expect(allows(rule, { price: 5 }, { price: 1 })).toBe(false)
    expect(allows(rule, { price: 5 }, { price: { $inc: 1 } })).toBe(false)
  })

  it('reads other documents', () => {
    const documents = {
      'database.B.shop-1': { owner: ['oAlice'] },
      'database.user_roles.oAlice': { role: 'admin', team: 't' },
      'database.teams.t': { lead: 'oAlice' },
    }
    const reads = (rule: string, document: Fields) => allows(rule, document, undefined, documents)
    const shop = 'auth.openid in get(`database.B.${doc.shopId}`).owner'
    expect(reads(shop, { shopId: 'shop-1' })).toBe(true)
    expect(reads(shop, { shopId: 'shop-2' })).toBe(false)
    expect(reads(shop, { shopId: ['shop-1'] })).toBe(false)
    expect(reads("get('database.user_roles.' + auth.openid).role == 'admin'", {})).toBe(true)
    expect(
      reads(
        "get('database.teams.' + get('database.user_roles.' + auth.openid).team).lead == auth.openid",
        {},
      ),
    ).toBe(true)
    expect(reads('get(doc.path).role == 1', { path: 5 })).toBe(false)
  })
})
