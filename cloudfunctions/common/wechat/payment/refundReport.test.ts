import { describe, expect, it } from 'vitest'
import { readRefundReport } from './refundReport.ts'
import { CALLBACK } from './testing.ts'

/** Fields of the refund result notice of WeChat Pay v2, its req_info opened (2026-11), in camelCase. */
const REFUND = {
  returnCode: 'SUCCESS',
  outTradeNo: '1217752501201407033233368018',
  outRefundNo: '1217752501201407033233368018-1',
  refundId: '2008450740201411110000174436',
  refundFee: 100,
  refundStatus: 'SUCCESS',
}

describe('a report of a refund', () => {
  it.each(['SUCCESS', 'CHANGE', 'REFUNDCLOSE'])('says what became of it: %s', (refundStatus) => {
    expect(readRefundReport({ ...REFUND, refundStatus })).toStrictEqual({
      orderNumber: '1217752501201407033233368018',
      refundNumber: '1217752501201407033233368018-1',
      status: refundStatus,
    })
  })

  it.each([
    ['a payment', CALLBACK],
    ['another status', { ...REFUND, refundStatus: 'PROCESSING' }],
    ['no number', { ...REFUND, outRefundNo: undefined }],
    ['a number that is one', { ...REFUND, outRefundNo: 1 }],
    ['a very long number', { ...REFUND, outRefundNo: '1'.repeat(65) }],
    ['nothing', undefined],
  ])('is not %s', (_, fields) => {
    expect(readRefundReport(fields)).toBeUndefined()
  })
})
