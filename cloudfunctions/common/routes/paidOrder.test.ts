import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { AppIdSchema, OpenIdSchema, UnionIdSchema } from '../base/ids.ts'
import { paidOrder } from './paidOrder.ts'

describe('route paid-order', () => {
  it('proves the unionid of who ordered, when WeChat told it, and nothing else of the order', () => {
    const order = {
      appid: v.parse(AppIdSchema, 'wx0123456789abcdef'),
      openid: v.parse(OpenIdSchema, 'oPERSON'),
      unionid: v.parse(UnionIdSchema, 'oUNION_X'),
      at: 1_795_161_600_000,
      transactionId: '4200004561202203217657282768',
      snapshot: true,
    }
    expect(paidOrder(order)).toStrictEqual({
      appid: 'wx0123456789abcdef',
      openid: 'oPERSON',
      unionid: 'oUNION_X',
      route: 'paid-order',
      observedAt: 1_795_161_600_000,
    })
  })
})
