import { describe, expect, it } from 'vitest'
import { createWorldOf } from './world.ts'

const definition = {
  apps: [
    { appid: 'wx0000000000000001', alias: 'shop', kind: 'mini-program', openPlatformId: 'main' },
    { appid: 'wx0000000000000002', alias: 'club', kind: 'mini-program', openPlatformId: 'main' },
    { appid: 'wx0000000000000003', alias: 'lab', kind: 'mini-program', openPlatformId: null },
    { appid: 'wx0000000000000004', alias: 'news', kind: 'official-account', openPlatformId: 'main' },
  ],
  people: [
    { id: 'alice', name: 'Alice' },
    { id: 'bob', name: 'Bob' },
  ],
}
const world = createWorldOf(definition)

describe('a simulated person', () => {
  it('has another openid in every app and one unionid under the open platform', () => {
    const [shop, club] = [world.caller('alice', 'shop'), world.caller('alice', 'club')]
    expect(shop.openid).not.toBe(club.openid)
    expect(shop.unionid).toBe(club.unionid)
    expect(shop.unionid).not.toBe(world.caller('bob', 'shop').unionid)
  })

  it('has no unionid in an app that is not bound', () => {
    expect(world.caller('alice', 'lab')).not.toHaveProperty('unionid')
  })

  it('is found by appid as by alias', () => {
    expect(world.caller('bob', 'wx0000000000000002')).toEqual(world.caller('bob', 'club'))
  })
})

it('an openid is known to be somebody’s, in its own app only', () => {
  const { appid, openid } = world.caller('bob', 'shop')
  expect(world.whoIs(appid, openid)).toMatchObject({ person: { id: 'bob' }, app: { alias: 'shop' } })
  expect(world.whoIs('wx0000000000000002', openid)).toBeUndefined()
  expect(world.whoIs('wx0000000000000009', openid)).toBeUndefined()
})

describe('mistakes', () => {
  it.each([
    ['an unknown person', 'eve', 'shop', 'PERSON_UNKNOWN', 'alice, bob'],
    ['an unknown app', 'alice', 'mall', 'APP_UNKNOWN', 'shop, club, lab, news'],
    ['an app that calls no functions', 'alice', 'news', 'APP_IS_NO_MINI_PROGRAM', 'mini-program'],
  ])('say what is wrong and what fixes it: %s', (_, person, app, code, fix) => {
    expect(() => world.caller(person, app)).toThrow(
      expect.objectContaining({ code, fix: expect.stringContaining(fix) }),
    )
  })

  it.each([
    ['no people', { ...definition, people: [] }],
    ['an appid that is none', { ...definition, apps: [{ ...definition.apps[0], appid: 'shop' }] }],
    ['an alias twice', { ...definition, apps: definition.apps.map((app) => ({ ...app, alias: 'shop' })) }],
    ['a person twice', { ...definition, people: [...definition.people, { id: 'bob', name: 'Bob' }] }],
    ['no object', 'world'],
  ])('are refused in a world file: %s', (_, wrong) => {
    expect(() => createWorldOf(wrong)).toThrow(expect.objectContaining({ code: 'WORLD_INVALID' }))
  })
})
