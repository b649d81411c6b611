import { describe, expect, it } from 'vitest'
import { readKey } from '../../store/identities.ts'
import { leaving } from './unlink.ts'

const common = { userId: `u${'a'.repeat(22)}`, route: 'wx-context', firstSeen: 1, announce: false }
const proved = (unionid: string, platform = 'main', epoch = 0) => ({ platform, epoch, unionid })

const identity = (name: string, ...unions: readonly object[]) =>
  readKey({
    ...common,
    _id: `wx-${name}`,
    kind: 'identity',
    appid: 'wx5a3e1f0c7b2d4e61',
    openid: 'oAliceAlice',
    unions,
    lastSeen: 1,
  })
const union = (unionid: string, platform = 'main', epoch = 0) =>
  readKey({ ...common, _id: `un-${platform}-${unionid}`, kind: 'union', ...proved(unionid, platform, epoch) })

const unionsLeaving = (keys: Parameters<typeof leaving>[0], name: string) =>
  leaving(keys, `wx-${name}`).unions.map(({ _id }) => _id)

describe('what leaves the account with an identity', () => {
  it('nothing else, if it has proved no union', () => {
    expect(unionsLeaving([identity('a'), identity('b', proved('unionA')), union('unionA')], 'a')).toEqual([])
  })

  it('the unions that only it has proved, and not those of others', () => {
    const keys = [
      identity('a', proved('unionA'), proved('unionB', 'second'), proved('unionC', 'third')),
      identity('b', proved('unionB', 'second')),
      union('unionA'),
      union('unionB', 'second'),
      union('unionC', 'fourth'),
    ]
    expect(unionsLeaving(keys, 'a')).toEqual(['un-main-unionA'])
    expect(unionsLeaving(keys, 'b')).toEqual([])
  })

  it('a union stays that another identity has proved in another binding epoch: its document is the same', () => {
    const keys = [
      identity('a', proved('unionA')),
      identity('b', proved('unionA', 'main', 1)),
      union('unionA'),
    ]
    expect(unionsLeaving(keys, 'a')).toEqual([])
  })

  it('LAST_IDENTITY: a union is no other identity', () => {
    expect(() => leaving([identity('a', proved('unionA')), union('unionA')], 'wx-a')).toThrow('LAST_IDENTITY')
  })

  it('IDENTITY_NOT_FOUND: somebody else’s, and the id of a union', () => {
    const keys = [identity('a'), identity('b'), union('unionA')]
    expect(() => leaving(keys, 'wx-c')).toThrow('IDENTITY_NOT_FOUND')
    expect(() => leaving(keys, 'un-main-unionA')).toThrow('IDENTITY_NOT_FOUND')
  })
})
