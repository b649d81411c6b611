import { expect, it } from 'vitest'
import type { CallRecord } from '../cloudbase/calls.ts'
import { createWorldOf } from '../wechat/world.ts'
import { callLine, isWorthALine } from './callLine.ts'

const world = createWorldOf({
  apps: [{ appid: 'wx0000000000000001', alias: 'shop', kind: 'mini-program', openPlatformId: null }],
  people: [{ id: 'alice', name: 'Alice' }],
})
const record: CallRecord = {
  requestId: 'r',
  function: 'login',
  startedAt: 0,
  caller: { source: 'wx_client', ...world.caller('alice', 'shop') },
  cold: false,
  ms: 4.6,
  requests: [],
  logs: [],
}

it('says who called what, how long it took and what it asked', () => {
  const requests = [
    { action: 'database.getDocument', ms: 1, collection: 'identities', index: '_id_', examined: 1 },
    { action: 'database.getDocument', ms: 1, collection: 'notes', index: null, examined: 900 },
    { action: 'database.insertDocument', ms: 1, error: 'DATABASE_REQUEST_FAILED' },
  ]
  expect(callLine({ ...record, requests }, world)).toBe(
    'login · alice in shop · 5 ms · 3 requests: getDocument identities by _id_, getDocument notes scan of 900, insertDocument DATABASE_REQUEST_FAILED',
  )
})

it('names a cold start, a caller that is no person, and an error with its place', () => {
  const failed: CallRecord = {
    ...record,
    caller: { source: 'wx_http' },
    cold: true,
    error: 'Error: boom\n    at main (/shop/index.js:2:3)',
  }
  expect(callLine(failed, world)).toBe(
    'login · wx_http · 5 ms cold · 0 requests · Error: boom at /shop/index.js:2:3',
  )
  expect(callLine({ ...record, caller: { source: '' } }, world)).toContain('login · nobody ·')
})

it('leaves out runs of timers that went well and logged nothing', () => {
  const timer: CallRecord = { ...record, caller: { source: 'wx_trigger' } }
  expect(isWorthALine(timer)).toBe(false)
  expect(isWorthALine(record)).toBe(true)
  expect(isWorthALine({ ...timer, cold: true })).toBe(true)
  expect(isWorthALine({ ...timer, error: 'Error: boom' })).toBe(true)
  expect(isWorthALine({ ...timer, logs: [{ level: 'log', text: 'moved' }] })).toBe(true)
})
