// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the language of rules has templates, too
import { describe, expect, it } from 'vitest'
import { parseRule } from './parse.ts'

describe('the language of rules', () => {
  // Every example of https://docs.cloudbase.net/database/security-rules and /rule/reference/function, read 2026-11.
  it.each([
    'auth.uid==doc.uid',
    "doc.name=='zzz'",
    'doc._openid == auth.openid',
    'doc.published == true || doc.author == auth.openid',
    'doc.userId == auth.openid || doc.userId == auth.uid',
    'now > doc.expireTime',
    "doc.status != 'deleted'",
    'auth.openid in doc.editors',
    'auth.openid == doc.userId && doc.published',
    "auth.uid in ['zzz','aaa']",
    "!(auth.uid in ['zzz','aaa'])",
    "get('database.test.123')[auth.uid] in [1,2,3]",
    "get('database.permissions.user_rights')[auth.uid] == 1 && doc.user in ['user1','user2']",
    'auth.openid in get(`database.B.${doc.shopId}`).owner',
    'get(`database.collection.${doc._id}`).test',
    'auth.openid == get(`database.openid2groupid.${doc.groupId}`).another_openid',
    "get('database.user_roles.' + auth.uid).role in ['admin', 'editor']",
    'auth.uid == doc.user_id && (doc.price == request.data.price || request.data.price == undefined)',
    'auth!==null',
    'auth != null',
  ])('reads %s', (rule) => {
    expect(() => parseRule(rule)).not.toThrow()
  })

  it('binds as JavaScript does', () => {
    expect(parseRule('true || false && !true')).toEqual({
      kind: 'or',
      left: { kind: 'literal', value: true },
      right: {
        kind: 'and',
        left: { kind: 'literal', value: false },
        right: { kind: 'not', operand: { kind: 'literal', value: true } },
      },
    })
    expect(parseRule('-1 < +2')).toEqual({
      kind: 'compare',
      operator: '<',
      left: { kind: 'literal', value: -1 },
      right: { kind: 'literal', value: 2 },
    })
  })

  it.each([
    ['', 'something is missing at character 1'],
    ['doc.a ==', 'something is missing at character 9'],
    ['doc.a = 1', 'unexpected "="'],
    ['doc.a == 1)', 'unexpected ")" at character 11'],
    ["doc.a == 'x", 'a text without an end at character 10'],
    ['/^a/.test(doc.a)', 'unexpected "/"'],
    ['require("fs")', 'unexpected "require"'],
    ['doc.a.includes(1)', 'unexpected "("'],
    ['doc.a; true', 'unexpected ";"'],
    ['process.exit', 'unexpected "process"'],
    ['this', 'unexpected "this"'],
    ['doc.a == 1 == true', 'unexpected "=="'],
  ])('refuses %s', (rule, message) => {
    expect(() => parseRule(rule)).toThrow(message)
  })

  // "An expression is limited to 1024 characters", "3 get() in one expression", "nested 2 deep": same pages.
  it('keeps the documented limits', () => {
    expect(() => parseRule(`'${'a'.repeat(1022)}'`)).not.toThrow()
    expect(() => parseRule(`'${'a'.repeat(1023)}'`)).toThrow('more than 1024 characters')
    const get = "get('database.a.b').c"
    expect(() => parseRule([get, get, get].join(' && '))).not.toThrow()
    expect(() => parseRule([get, get, get, get].join(' && '))).toThrow('more than 3 get()')
    expect(() => parseRule('get(get(doc.a).b)')).not.toThrow()
    expect(() => parseRule('get(get(get(doc.a).b).c)')).toThrow('nested deeper than 2')
  })
})
