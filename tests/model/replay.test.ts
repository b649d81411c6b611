import { describe, expect, it } from 'vitest'
import { explore } from './explore.ts'
import type { Recorded } from './replay.ts'
import { replay, storedIn } from './replay.ts'
import type { Login } from './world.ts'
import { SMALL } from './worlds.ts'

const main = { platform: 'A', epoch: 0 } as const
const proof = { ...main, unionid: 'x' }

const login = (app: string, unionid: string | undefined): Login => ({
  does: 'login',
  app,
  binding: main,
  unionid,
})

const done = (process: number, ...requests: readonly string[]): readonly Recorded[] =>
  requests.map((request) => ({ process, request, result: 'ok' }))

const created = (process: number, userId: string, createdAt: number): readonly Recorded[] => [
  ...done(process, 'read'),
  { process, request: 'insert-user', result: 'ok', userId, createdAt },
  ...done(process, 'insert-keys'),
]

describe('replay', () => {
  it('follows a merge, request by request, in the names of the recording', () => {
    const merge = ['read', 'begin', 'get', 'get', 'get', 'write', 'write', 'write', 'write', 'commit']
    const stored = replay({
      calls: [login('1', undefined), login('2', 'x'), login('1', 'x')],
      requests: [
        ...created(0, 'uYoung', 2000),
        ...created(1, 'uOld', 1000),
        ...done(2, ...merge),
        ...done(2, 're-point', 're-point-stamped', 'mark', 'other'),
      ],
    })
    expect(stored).toHaveLength(20)
    expect(stored[14]?.journals).toEqual([])
    const same = { barriers: [], splitting: [], deletionPending: false }
    const users = [
      { id: 'uOld', status: 'active', version: 2, unions: [proof], ...same },
      { id: 'uYoung', status: 'merged', version: 2, mergedInto: 'uOld', unions: [], ...same },
    ]
    const other = { app: '2', user: 'uOld', unions: [proof] }
    expect(stored[15]).toEqual({
      users,
      identities: [{ app: '1', user: 'uYoung', unions: [] }, other],
      unions: [{ platform: 'A', unionid: 'x', user: 'uOld' }],
      journals: [{ id: 'm:uYoung@1', survivor: 'uOld', loser: 'uYoung', state: 'open' }],
    })
    expect(stored[19]?.identities).toEqual([
      { app: '1', user: 'uOld', unions: [proof], stamp: 'm:uYoung@1' },
      other,
    ])
  })

  it('follows an insert that was cut in half, and the same login afterwards', () => {
    const stored = replay({
      calls: [login('1', 'x')],
      requests: [
        ...created(0, 'uA', 1).slice(0, 2),
        { process: 0, request: 'insert-keys', result: 'lost', half: true },
        ...done(0, 'read', 'insert-identity'),
      ],
    })
    expect(stored[2]?.identities).toEqual([])
    expect(stored[2]?.unions).toEqual([{ platform: 'A', unionid: 'x', user: 'uA' }])
    expect(stored[4]?.identities).toEqual([{ app: '1', user: 'uA', unions: [proof] }])
  })

  it('refuses a result that the protocol does not allow', () => {
    const requests = [...done(0, 'read'), ...done(0, 'insert-identity')]
    expect(() => replay({ calls: [login('1', 'x')], requests })).toThrow(
      'the model knows insert-user=ok here, not insert-identity=ok of 0',
    )
  })

  it('follows the schedules of the exploration to the same documents', () => {
    const bad = Object.values(SMALL).flatMap((world) => {
      const without = ['keys must agree', 'holdings are compared', 'barriers'] as const
      return explore({ ...world, without }, { untilBad: true }).bad.map((end) => {
        const { calls } = world
        return { end, last: replay({ calls, requests: end.schedule, without }).at(-1) }
      })
    })
    expect(bad.length).toBeGreaterThan(5)
    expect(bad.map(({ last }) => last)).toEqual(bad.map(({ end }) => storedIn(end.state)))
  })
})
