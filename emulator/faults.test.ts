import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import type { Effect } from './faults.ts'
import { createFaults, FaultPlanSchema } from './faults.ts'

const ALL: readonly Effect[] = ['busy', 'conflict', 'slow', 'duplicate']
const faultsOf = (plan: unknown) => {
  const faults = createFaults()
  faults.set(v.parse(FaultPlanSchema, plan))
  return faults
}

describe('faults', () => {
  it('strike where they are set, as often as they are told', () => {
    const faults = faultsOf({ faults: [{ at: 'sns/jscode2session', effect: 'busy', times: 2 }] })
    const struck = () => faults.strike('sns/jscode2session', ALL)?.effect
    expect([struck(), struck(), struck()]).toEqual(['busy', 'busy', undefined])
    expect(faults.strike('sns/userinfo', ALL)).toBeUndefined()
  })

  it('can speak of many points', () => {
    const faults = faultsOf({ faults: [{ at: 'database.*', effect: 'slow', ms: 5 }] })
    expect(faults.strike('database.getDocument', ALL)).toMatchObject({ effect: 'slow', ms: 5 })
    expect(faults.strike('storage.upload', ALL)).toBeUndefined()
  })

  it('leave alone a point that cannot have the effect, and are not used up by it', () => {
    const faults = faultsOf({ faults: [{ at: '*', effect: 'conflict', times: 1 }] })
    expect(faults.strike('push', ['duplicate'])).toBeUndefined()
    expect(faults.strike('database.commitTransaction', ['conflict'])).toMatchObject({ effect: 'conflict' })
  })

  it('come by chance as the seed says, the same every time', () => {
    const day = (seed: number) => {
      const faults = faultsOf({ seed, faults: [{ at: '*', effect: 'busy', probability: 0.3 }] })
      return Array.from({ length: 1_000 }, () => faults.strike('sns/jscode2session', ALL) !== undefined)
    }
    expect(day(7)).toEqual(day(7))
    expect(day(7)).not.toEqual(day(8))
    const struck = day(7).filter(Boolean).length
    expect(struck).toBeGreaterThan(240)
    expect(struck).toBeLessThan(360)
  })

  it.each([
    ['an effect that is none', { faults: [{ at: 'x', effect: 'explode' }] }],
    ['a field that is none', { faults: [{ at: '*', effect: 'busy', often: true }] }],
    ['no times', { faults: [{ at: '*', effect: 'busy', times: 0 }] }],
    ['a probability above 1', { faults: [{ at: '*', effect: 'busy', probability: 2 }] }],
    ['a time that runs backwards', { faults: [{ at: 'push', effect: 'delay', ms: -1 }] }],
    ['a source that is none', { faults: [{ at: '*', effect: 'illegal-source', source: 'wx_phone' }] }],
    [
      'a chain instead of its head',
      { faults: [{ at: '*', effect: 'illegal-source', source: 'wx_client,scf' }] },
    ],
  ])('are not switched on with %s', (_, plan) => {
    expect(() => faultsOf(plan)).toThrow()
  })

  it.each([
    ['conflict', 'push', 'conflict does not happen at "push"; it happens at database.*'],
    ['lose', 'database.*', 'lose does not happen at "database.*"; it happens at pay.callback, push'],
    ['skew', 'context', 'skew does not happen at "context"; it happens at functions'],
    ['no-unionid', 'sns/*', 'no-unionid does not happen at "sns/*"; it happens at context'],
    ['kill', 'sns/jscode2session', /^kill does not happen at "sns\/jscode2session"/],
    ['ip-not-listed', 'sns/*', /^ip-not-listed does not happen at "sns\/\*"; it happens at cgi-bin\/token/],
    [
      'illegal-source',
      'database.*',
      'illegal-source does not happen at "database.*"; it happens at openapi.*',
    ],
    ['illegal-source', 'wx.*', /^illegal-source does not happen at "wx\.\*"/],
    ['token-storm', 'openapi.*', /^token-storm does not happen at "openapi\.\*"/],
  ])('are not switched on where nobody would look for them: %s at %s', (effect, at, words) => {
    expect(() => faultsOf({ faults: [{ at, effect }] })).toThrow(words)
  })

  it.each([
    ['busy', '*'],
    ['busy', 'sns*'],
    ['conflict', 'data*'],
    ['duplicate', 'pay.*'],
    ['lost-reply', 'wxa/getpaidunionid'],
    ['skew', 'functions'],
    ['illegal-source', 'openapi.auth.getPaidUnionId'],
  ])('are switched on where somebody looks for them: %s at %s', (effect, at) => {
    expect(faultsOf({ faults: [{ at, effect }] }).plan().faults).toHaveLength(1)
  })

  it('may be for one source, which no other effect has', () => {
    const illegal = { at: 'openapi.*', effect: 'illegal-source', source: 'wx_trigger', times: 1 }
    const faults = faultsOf({ faults: [illegal] })
    const struck = (source?: string) =>
      faults.strike('openapi.x', ['illegal-source'], source === undefined ? {} : { source })?.effect
    expect([struck('wx_client'), struck(), struck('wx_trigger'), struck('wx_trigger')]).toEqual([
      undefined,
      undefined,
      'illegal-source',
      undefined,
    ])
    expect(() => faultsOf({ faults: [{ ...illegal, effect: 'busy' }] })).toThrow(
      'only an illegal-source has a source',
    )
  })

  it.each([
    ['/cgi-bin/user/get', ['/cgi-bin/user/get']],
    ['cgi-bin/user/get', ['/cgi-bin/user/get']],
    ['/cgi-bin/user/*', ['/cgi-bin/user/get', '/cgi-bin/user/info']],
    ['*', ['/sns/auth', '/cgi-bin/user/get', '/cgi-bin/user/info']],
    [undefined, ['/sns/auth', '/cgi-bin/user/get', '/cgi-bin/user/info']],
  ])('may be for one path of WeChat, or several: %s', (path, expected) => {
    const faults = faultsOf({
      faults: [{ at: 'wechat.api', effect: 'errcode', errcode: 40003, ...(path !== undefined && { path }) }],
    })
    const paths = ['/sns/auth', '/cgi-bin/user/get', '/cgi-bin/user/info']
    expect(paths.filter((one) => faults.strike('wechat.api', ['errcode'], { path: one }))).toEqual(expected)
  })

  it.each([
    ['no number', { effect: 'errcode' }, 'the effect errcode has an errcode, and no other has'],
    [
      'a number that is no errcode’s',
      { at: '*', effect: 'busy', errcode: 1 },
      'the effect errcode has an errcode, and no other has',
    ],
    ['success', { effect: 'errcode', errcode: 0 }, '0 is no error'],
    [
      'a path that is not asked',
      { at: '*', effect: 'busy', path: '/sns/auth' },
      'only an errcode has a path',
    ],
    [
      'a path for its place',
      { at: 'sns/auth', effect: 'errcode', errcode: 1 },
      'errcode does not happen at "sns/auth"; it happens at wechat.api',
    ],
  ])('answer no errcode with %s', (_, fault, words) => {
    expect(() => faultsOf({ faults: [{ at: 'wechat.api', ...fault }] })).toThrow(words)
  })

  it('let pass as many as they say, and strike then', () => {
    const faults = faultsOf({ faults: [{ at: 'sns/*', effect: 'busy', after: 2, times: 1 }] })
    const struck = () => faults.strike('sns/x', ALL)?.effect
    faults.strike('push', ALL)
    expect(struck()).toBeUndefined()
    expect(faults.plan().faults[0]).toMatchObject({ after: 1, times: 1 })
    expect([struck(), struck(), struck()]).toEqual([undefined, 'busy', undefined])
  })

  it('tell what is left of them', () => {
    const faults = faultsOf({
      faults: [
        { at: '*', effect: 'busy', times: 2 },
        { at: 'push', effect: 'lose' },
      ],
    })
    faults.strike('sns/x', ALL)
    expect(faults.plan().faults.map(({ effect, times }) => [effect, times])).toEqual([
      ['busy', 1],
      ['lose', undefined],
    ])
    faults.strike('sns/x', ALL)
    expect(faults.plan().faults.map(({ effect }) => effect)).toEqual(['lose'])
  })
})
