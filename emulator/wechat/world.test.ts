import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openTables } from './tables.ts'
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
    ['a follower who is nobody', { ...definition, follows: [{ person: 'eve', app: 'news' }] }],
    ['an app that is not there', { ...definition, signIns: [{ person: 'bob', app: 'mall' }] }],
  ])('are refused in a world file: %s', (_, wrong) => {
    expect(() => createWorldOf(wrong)).toThrow(expect.objectContaining({ code: 'WORLD_INVALID' }))
  })
})

describe('a world that changes', () => {
  const changing = () => createWorldOf(definition)

  it('gives new unionids after an app is bound elsewhere, the old ones again when it comes back, none when unbound', () => {
    const one = changing()
    const before = one.caller('alice', 'shop')
    one.change.bind('shop', 'other')
    const after = one.caller('alice', 'shop')
    expect(after.openid).toBe(before.openid)
    expect(after.unionid).not.toBe(before.unionid)
    one.change.bind('shop', 'main')
    expect(one.caller('alice', 'shop')).toEqual(before)
    one.change.bind('shop', null)
    expect(one.caller('alice', 'shop')).not.toHaveProperty('unionid')
  })

  it('remembers which open platform an app was bound to, and since when', () => {
    let now = 1_000
    const one = createWorldOf(definition, openTables('memory'), () => now)
    now = 2_000
    one.change.bind('shop', 'other')
    one.change.bind('shop', 'other')
    now = 3_000
    one.change.bind('shop', null)
    expect(one.bindings.filter(({ appid }) => appid === 'wx0000000000000001')).toEqual([
      { appid: 'wx0000000000000001', openPlatformId: 'main', since: 1_000 },
      { appid: 'wx0000000000000001', openPlatformId: 'other', since: 2_000 },
      { appid: 'wx0000000000000001', openPlatformId: null, since: 3_000 },
    ])
  })

  it('before 2021 gives the unionid only to somebody who follows or has signed in', () => {
    const one = changing()
    one.change.setPolicy('before-2021')
    expect(one.caller('alice', 'shop')).not.toHaveProperty('unionid')
    one.change.follow('alice', 'news')
    expect(one.follows('alice', 'news')).toBe(true)
    expect(one.caller('alice', 'shop')).toHaveProperty('unionid')
    expect(one.caller('bob', 'shop')).not.toHaveProperty('unionid')
    one.change.unfollow('alice', 'news')
    expect(one.caller('alice', 'shop')).not.toHaveProperty('unionid')
  })

  it('takes up where it was left, and takes over what an edited definition says', () => {
    const folder = mkdtempSync(join(tmpdir(), 'oneid-world-'))
    const storage = { file: join(folder, 'world.sqlite') }
    const reopen = (content: unknown) => {
      const tables = openTables(storage)
      return { tables, world: createWorldOf(content, tables) }
    }
    const first = reopen(definition)
    first.world.change.bind('lab', 'main')
    first.world.change.addPerson({ id: 'carol', name: 'Carol' })
    first.tables.close()
    const second = reopen(definition)
    expect(second.world.app('lab').openPlatformId).toBe('main')
    expect(second.world.people.map(({ id }) => id)).toEqual(['alice', 'bob', 'carol'])
    second.tables.close()
    const third = reopen({ ...definition, policy: 'before-2021' })
    expect(third.world.policy).toBe('before-2021')
    expect(third.world.app('lab').openPlatformId).toBeNull()
    expect(third.world.people.map(({ id }) => id)).toEqual(['alice', 'bob', 'carol'])
    third.tables.close()
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  })
})
