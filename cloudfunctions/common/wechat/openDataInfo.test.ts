import { describe, expect, it } from 'vitest'
import { fieldsFilledByWeChat } from './openDataInfo.ts'

describe('OPEN_DATA_INFO', () => {
  it('names the fields that WeChat filled in', () => {
    const raw = { OPEN_DATA_INFO: '{"keys":["openData","phone"]}' }
    expect([...fieldsFilledByWeChat(raw)]).toEqual(['openData', 'phone'])
  })

  it.each([
    ['is missing', {}],
    ['has no context around it', undefined],
    ['is empty', { OPEN_DATA_INFO: '' }],
    ['is not JSON', { OPEN_DATA_INFO: 'openData' }],
    ['has no keys', { OPEN_DATA_INFO: '{}' }],
    ['has keys that are no list', { OPEN_DATA_INFO: '{"keys":"openData"}' }],
    ['has keys that are no texts', { OPEN_DATA_INFO: '{"keys":["openData",7]}' }],
    ['is null', { OPEN_DATA_INFO: 'null' }],
    ['is no text', { OPEN_DATA_INFO: { keys: ['openData'] } }],
    ['is a number that the SDK made of it', { OPEN_DATA_INFO: 7 }],
  ])('A6: vouches for nothing when it %s', (_, raw) => {
    expect(fieldsFilledByWeChat(raw).size).toBe(0)
  })
})
