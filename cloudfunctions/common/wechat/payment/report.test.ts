import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readReport } from './report.ts'
import { CALLBACK, callbackWithout, REPORTED } from './testing.ts'

describe('what WeChat Pay says of a payment', () => {
  it('is read from the fields of the sample', () => {
    expect(readReport(CALLBACK)).toStrictEqual(REPORTED)
  })

  it('never has openid, appid or number of the service provider', () => {
    const provider = { appid: 'wxd62fd7d5d0d9d8a2', mchId: '1800008281', openid: 'oPROVIDER_3WD3D_6J-4bA' }
    expect(readReport({ ...CALLBACK, ...provider })).toStrictEqual(REPORTED)
    expect(readReport({ ...callbackWithout('subAppid', 'subOpenid'), ...provider })).toStrictEqual({
      ...REPORTED,
      appid: undefined,
      openid: undefined,
    })
  })

  it.each([
    [0, 0],
    [1, 1],
    [1_900, 1_900],
    ['1', 1],
    ['1900', 1_900],
    ['0001900', 1_900],
    ['1000000000', 1_000_000_000],
  ])('costs, where totalFee is %j, %i fen', (totalFee, fen) => {
    expect(readReport({ ...CALLBACK, totalFee })).toStrictEqual({ ...REPORTED, fen })
  })

  it.each([
    -1,
    1.5,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    '-1',
    '1.5',
    '1e3',
    '0x10',
    '',
    ' 1',
    '1\n',
    '１',
    '9'.repeat(400),
    null,
    undefined,
    true,
    [1],
    {},
  ])('is nothing where totalFee is %j', (totalFee) => {
    expect(readReport({ ...CALLBACK, totalFee })).toBeUndefined()
  })

  it.each([
    ['16 digits', '1'.repeat(16)],
    ['28 digits, more than a number can hold', '4200004561202203217657282769'],
    ['32 digits', '9'.repeat(32)],
  ])('keeps a transactionId of %s', (_, transactionId) => {
    expect(readReport({ ...CALLBACK, transactionId })).toStrictEqual({ ...REPORTED, transactionId })
  })

  it.each([
    ['that became a number', 4.200004561202203e27],
    ['of 15 digits', '1'.repeat(15)],
    ['of 33 digits', '1'.repeat(33)],
    ['with a letter', `${'1'.repeat(27)}a`],
    ['with space before it', ` ${'1'.repeat(28)}`],
    ['with a line end behind it', `${'1'.repeat(28)}\n`],
    ['that is empty', ''],
  ])('is nothing with a transactionId %s', (_, transactionId) => {
    expect(readReport({ ...CALLBACK, transactionId })).toBeUndefined()
  })

  it.each(['', 'soon', '20221321132007'])('has no time where timeEnd is %j', (timeEnd) => {
    expect(readReport({ ...CALLBACK, timeEnd })).toStrictEqual({ ...REPORTED, paidAt: undefined })
  })

  it('has no time where there is no timeEnd', () => {
    expect(readReport(callbackWithout('timeEnd'))).toStrictEqual({ ...REPORTED, paidAt: undefined })
  })

  it.each(['subMchId', 'outTradeNo', 'transactionId', 'totalFee'])('is nothing without %s', (name) => {
    expect(readReport(callbackWithout(name))).toBeUndefined()
  })

  it.each([
    ['a subAppid that is none', { subAppid: 'gh_0123' }],
    ['a subOpenid that is none', { subOpenid: 'o$' }],
    ['a subOpenid that became a number', { subOpenid: 1_234_567_890 }],
    ['a subMchId that became a number', { subMchId: 1_712_734_762 }],
    ['an outTradeNo that became a number', { outTradeNo: 1_647_839_289_398 }],
  ])('is nothing with %s', (_, given) => {
    expect(readReport({ ...CALLBACK, ...given })).toBeUndefined()
  })

  it.each([undefined, null, 'SUCCESS', 7, [], [CALLBACK]])('is nothing in %j', (fields) => {
    expect(readReport(fields)).toBeUndefined()
  })

  it('A40: gains nothing from __proto__ or constructor', () => {
    expect(readReport(JSON.parse(`{"__proto__":${JSON.stringify(CALLBACK)}}`))).toBeUndefined()
    expect(readReport({ constructor: { prototype: CALLBACK } })).toBeUndefined()
  })

  it('is a report or nothing, whatever the fields are', () => {
    const some = fc.dictionary(fc.constantFrom(...Object.keys(CALLBACK)), fc.anything())
    fc.assert(
      fc.property(fc.oneof(fc.anything(), some), some, (anything, changed) => {
        for (const fields of [anything, { ...CALLBACK, ...changed }]) {
          const report = readReport(fields)
          expect(report === undefined || (Number.isInteger(report.fen) && report.fen >= 0)).toBe(true)
        }
      }),
    )
  })
})
