import { describe, expect, it } from 'vitest'
import { OneIdError } from '../base/errors.ts'
import { errorFields, logLine } from './log.ts'

const OPENID = 'oGZUI0egBJY1zhBYw2KhdUfwVJJE'
const SESSION_KEY = 'tiihtNczf5v6AKRyjwEUhQ=='

describe('the log line', () => {
  it('A36: carries no openid, unionid or session_key, whoever put them there', () => {
    const line = logLine({ detail: `openid ${OPENID}, key ${SESSION_KEY}`, cause: `{"unionid":"${OPENID}"}` })
    expect(line).not.toContain(OPENID)
    expect(line).not.toContain('tiihtNczf5v6')
    expect(JSON.parse(line)).toEqual({ detail: 'openid [id], key [secret]', cause: '{"unionid":"[id]"}' })
  })

  it('keeps our own ids', () => {
    const fields = { userId: 'uAAAAAAAAAAAAAAAAAAAAAA', document: 'wx-DiNHL5fQE5eJv4bQ0aVq1vHd0n0W2m4k' }
    expect(JSON.parse(logLine(fields))).toEqual(fields)
  })

  it('says code, detail and the words of what was behind an error', () => {
    const error = new OneIdError('DATABASE_UNAVAILABLE', 'identities', { cause: new Error('socket hang up') })
    expect(errorFields(error)).toEqual({
      code: 'DATABASE_UNAVAILABLE',
      detail: 'DATABASE_UNAVAILABLE: identities',
      cause: 'socket hang up',
    })
  })

  it('calls everything that is not in the catalogue INTERNAL and keeps its stack', () => {
    expect(errorFields(new TypeError('x is not a function'))).toMatchObject({ code: 'INTERNAL' })
    expect(errorFields(new TypeError('x is not a function'))['detail']).toContain('log.test.ts')
  })
})
