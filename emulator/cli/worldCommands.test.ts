import { describe, expect, it } from 'vitest'
import { worldRequest } from './worldCommands.ts'

const asked = (line: string) => worldRequest(line.split(' ').filter((word) => word !== ''))
const posted = (path: string, body: unknown) => ({ method: 'POST', path, body })

describe('npm run world', () => {
  it.each([
    ['apps', { method: 'GET', path: '/apps' }],
    ['show carol', { method: 'GET', path: '/people/carol' }],
    ['person add carol', posted('/people', { id: 'carol', name: 'carol' })],
    [
      'person add carol 可乐 13800000003',
      posted('/people', { id: 'carol', name: '可乐', phone: '13800000003' }),
    ],
    ['bind shop acme', posted('/bindings', { app: 'shop', openPlatform: 'acme' })],
    ['bind shop none', posted('/bindings', { app: 'shop', openPlatform: null })],
    ['follow carol club', posted('/follows', { person: 'carol', app: 'club' })],
    ['unfollow carol club', posted('/follows', { person: 'carol', app: 'club', following: false })],
    ['sign-in carol site', posted('/sign-ins', { person: 'carol', app: 'site' })],
    ['pay carol shop 9.90', posted('/payments', { person: 'carol', app: 'shop', amount: 990 })],
    [
      'pay carol shop 1.5 done',
      posted('/payments', { person: 'carol', app: 'shop', amount: 150, function: 'done' }),
    ],
    ['pay carol shop 1000000.01', posted('/payments', { person: 'carol', app: 'shop', amount: 100_000_001 })],
    ['advance 4m59s', posted('/clock', { advance: '4m59s' })],
    ['freeze', posted('/clock', { frozen: true })],
    ['policy before-2021', posted('/policy', { policy: 'before-2021' })],
    ['bindings', { method: 'GET', path: '/bindings' }],
    ['export', { method: 'GET', path: '/world' }],
    ['reset', posted('/reset', { database: false })],
    ['reset database', posted('/reset', { database: true })],
    ['fault clear', posted('/faults', { faults: [] })],
    [
      'fault pay.callback duplicate=3',
      { ...posted('/faults', { at: 'pay.callback', effect: 'duplicate', copies: 3 }), addsTo: 'faults' },
    ],
    [
      'fault sns/* busy=2',
      { ...posted('/faults', { at: 'sns/*', effect: 'busy', times: 2 }), addsTo: 'faults' },
    ],
    [
      'fault functions skew=-5000',
      { ...posted('/faults', { at: 'functions', effect: 'skew', ms: -5_000 }), addsTo: 'faults' },
    ],
    [
      'fault database.* slow=50',
      { ...posted('/faults', { at: 'database.*', effect: 'slow', ms: 50 }), addsTo: 'faults' },
    ],
    [
      'fault wechat.api errcode=45009',
      { ...posted('/faults', { at: 'wechat.api', effect: 'errcode', errcode: 45_009 }), addsTo: 'faults' },
    ],
  ])('%s', (line, request) => {
    expect(asked(line)).toEqual(request)
  })

  it.each([
    '',
    'dance',
    'constructor',
    'show',
    'show a b',
    'person remove carol',
    'pay carol shop ten',
    'pay carol shop 9.999',
    'fault x',
    'export world',
    'reset clock',
    'fault x =3',
  ])('"%s" is refused with the usage', (line) => {
    expect(() => asked(line)).toThrow(
      expect.objectContaining({ code: 'OPTION_INVALID', fix: expect.stringContaining('npm run world') }),
    )
  })
})
