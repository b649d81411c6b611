import { describe, expect, it } from 'vitest'
import { says } from '../wechat/testing.ts'
import { code2session, codeAlone } from './code2session.ts'
import { BASE, OPENID, proved, sessionOf, UNIONID } from './testing.ts'

describe('route code2session', () => {
  it('adds the unionid that WeChat gave for the code', () => {
    expect(code2session(BASE, sessionOf(OPENID, UNIONID))).toStrictEqual(proved('code2session', UNIONID))
  })

  it('has no unionid if WeChat gave none, whatever the context had', () => {
    expect(code2session(BASE, sessionOf(OPENID))).toStrictEqual(proved('code2session'))
  })

  it('A14: refuses the code of another person', () => {
    const stolen = sessionOf('oVICTIM_BJY1zhBYw2KhdUfwVJJE', UNIONID)
    expect(() => code2session(BASE, stolen)).toThrow(
      expect.toSatisfy(says('CODE_OF_ANOTHER_PERSON: app shop: the code is not of the caller')),
    )
  })

  it('says alone who it is where nobody else does, in the app that it was exchanged for', () => {
    expect(codeAlone(BASE.app, sessionOf(OPENID, UNIONID), 7)).toStrictEqual(proved('code2session', UNIONID))
    expect(codeAlone(BASE.app, sessionOf(OPENID), 7)).toStrictEqual(proved('code2session'))
  })
})
