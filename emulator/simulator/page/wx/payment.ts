import { askWeChat, WeChatFailure } from '../weChat.ts'
import { asyncCall, neededText, type Options, type WxTopic } from './api.ts'
import { askModal } from './modal.ts'

/** Fen as people read them: `¥9.90`. */
const yuan = (fen: number): string => `¥${Math.floor(fen / 100)}.${String(fen % 100).padStart(2, '0')}`

/**
 * `wx.requestPayment`: a sheet with the amount, as WeChat knows it and not as the mini-program says it
 * (https://developers.weixin.qq.com/miniprogram/dev/api/payment/wx.requestPayment.html, read 2026-11).
 */
export const payment: WxTopic = ({ choice, phone }) => {
  /** The reason behind `<api>:fail`: every step fails as requestPayment. */
  const ask = async (api: string, options: Options) => {
    try {
      return await askWeChat(choice, api, options)
    } catch (error) {
      if (!(error instanceof WeChatFailure)) throw error
      throw new Error(error.message.replace(/^\w+:fail /, ''))
    }
  }

  return {
    requestPayment: asyncCall('requestPayment', async (options) => {
      const { totalFee, body, merchant } = await ask('describePayment', options)
      const { confirm } = await askModal(phone, {
        title: `支付 ${yuan(Number(totalFee))}`,
        content: [body, merchant].filter((line) => line !== '').join('\n'),
        confirmText: '立即支付',
        cancelText: '取消',
      })
      if (!confirm) throw new Error('cancel')
      await ask('requestPayment', options)
      return {}
    }),
    /**
     * The sheet of 商家转账 on which the person takes the money (pay.weixin.qq.com/doc/v3/merchant/4012716430, 2026-11): what is
     * answered "并不代表付款成功". The local cloud knows no such transfers, so nobody gets anything.
     */
    requestMerchantTransfer: asyncCall('requestMerchantTransfer', async (options) => {
      const merchant = neededText(options, 'mchId')
      const { confirm } = await askModal(phone, {
        title: '商家转账',
        content: [`商户号 ${merchant}`, neededText(options, 'package')].join('\n'),
        confirmText: '确认收款',
      })
      if (!confirm) throw new Error('cancel')
      return {}
    }),
  }
}
