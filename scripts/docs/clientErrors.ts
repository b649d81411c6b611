/**
 * Errors that the mini-program's client SDK makes itself, because no function was reached or understood. They are not
 * in the functions' catalogue: no function can answer them.
 */
export const CLIENT_ERRORS = {
  CLOUD_CALL_FAILED: {
    cause: {
      en: 'wx.cloud.callFunction itself failed: no network, no such function, or the function threw or timed out.',
      zh: 'wx.cloud.callFunction 本身失败：没有网络、云函数不存在，或云函数抛错、超时。',
    },
    remedy: {
      en: 'The console of the mini-program has errCode and errMsg of wx.cloud. -501000 means that the function is not deployed.',
      zh: '小程序控制台有 wx.cloud 的 errCode 和 errMsg；-501000 表示云函数没有部署。',
    },
    person: '暂时连接不上服务，请检查网络后重试。',
  },
  UNEXPECTED_REPLY: {
    cause: {
      en: 'The function answered something that the contract does not know: mini-program and functions are of different versions.',
      zh: '云函数的返回值不符合约定：小程序与云函数的版本不一致。',
    },
    remedy: {
      en: 'Deploy the functions and the mini-program from the same commit.',
      zh: '请用同一个提交部署云函数和小程序。',
    },
    person: '服务的答复有误，请稍后重试。',
  },
  PAYMENT_CANCELLED: {
    cause: {
      en: 'The person closed the payment sheet.',
      zh: '用户关闭了支付面板。',
    },
    remedy: {
      en: 'Nothing to do: pay() goes on with the same order when the person wants it again.',
      zh: '无需处理：用户再次购买时，pay() 会继续同一订单。',
    },
    person: '已取消支付',
  },
  PAYMENT_FAILED: {
    cause: {
      en: 'wx.requestPayment failed, and the server does not know of a payment.',
      zh: 'wx.requestPayment 失败，且服务端没有收到支付。',
    },
    remedy: {
      en: 'The console of the mini-program has errMsg. Offer to pay again: it is the same order.',
      zh: '小程序控制台有 errMsg；请让用户重试，仍是同一订单。',
    },
    person: '支付未完成，请重试。',
  },
  PAYMENT_UNCONFIRMED: {
    cause: {
      en: 'The sheet said that it is paid, and the server could not confirm it within 20 seconds.',
      zh: '支付面板显示已支付，但服务端在 20 秒内未能确认。',
    },
    remedy: {
      en: 'Show the order later with orderStatus(): callback and timer go on. Paying again does not pay twice.',
      zh: '请稍后用 orderStatus() 查询：回调和定时器会继续处理；再次支付不会重复扣款。',
    },
    person: '支付结果确认中，请稍后在订单中查看。',
  },
} as const
