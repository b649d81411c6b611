import type { ErrorTable } from './entry.ts'

/** Orders and payments. */
export const PAYMENT_ERRORS = {
  PAYMENT_NOT_OFFERED: {
    cause: {
      en: 'No merchant of oneid.config.ts sells in this app, or none of them this product.',
      zh: 'oneid.config.ts 中没有商户在该小程序售卖，或没有该商品。',
    },
    remedy: {
      en: 'List the app under merchants, and the product under products.',
      zh: '请在 merchants 中登记该小程序，在 products 中登记该商品。',
    },
    person: '该商品暂不出售',
  },
  PAYMENT_REFUSED: {
    cause: {
      en: 'WeChat Pay refused the request (return_code or result_code FAIL); the log has its words.',
      zh: '微信支付拒绝了请求（return_code 或 result_code 为 FAIL），日志中有其原文。',
    },
    remedy: {
      en: 'Compare the merchant’s number and its authorisation for cloud payment with the console. An order that WeChat calls paid is seen with pay.query.',
      zh: '请在控制台核对商户号及云支付授权；若微信称订单已支付，请用 pay.query 查询。',
    },
    person: '支付暂时不可用，请稍后重试',
  },
  PAYMENT_BUSY: {
    cause: {
      en: 'WeChat Pay did not answer in time.',
      zh: '微信支付没有及时响应。',
    },
    remedy: {
      en: 'Call again with the same key: an order that was made is answered again.',
      zh: '请用相同的 key 重试：已创建的订单会原样返回。',
    },
    person: '微信支付繁忙，请稍后重试',
    retry: 'later',
  },
  ORDER_NOT_FOUND: {
    cause: {
      en: 'There is no such order, or it is somebody else’s.',
      zh: '没有该订单，或订单属于其他人。',
    },
    remedy: {
      en: 'Use the id that pay.order answered, in the same app and as the same person.',
      zh: '请使用 pay.order 返回的订单号，并由同一用户在同一小程序中调用。',
    },
    person: '没有找到该订单',
  },
  ORDER_KEY_REUSED: {
    cause: {
      en: 'The key of this purchase was used before, for another product.',
      zh: '该购买 key 已用于另一个商品。',
    },
    remedy: {
      en: 'Make a new key for each purchase.',
      zh: '请为每次购买生成新的 key。',
    },
    person: '订单信息有误，请重新下单',
  },
  ORDER_PAID: {
    cause: {
      en: 'The order is paid: it is neither paid again nor closed.',
      zh: '订单已支付，不能再次支付或关闭。',
    },
    remedy: {
      en: 'Show it with pay.await or pay.query; make a new key for another purchase.',
      zh: '请用 pay.await 或 pay.query 查询；再次购买请生成新的 key。',
    },
    person: '订单已支付',
  },
  ORDER_CLOSED: {
    cause: {
      en: 'The order was closed, or nobody paid it in time.',
      zh: '订单已关闭，或超时未支付。',
    },
    remedy: {
      en: 'Order again with a new key.',
      zh: '请用新的 key 重新下单。',
    },
    person: '订单已关闭，请重新下单',
  },
  REFUND_REFUSED: {
    cause: {
      en: 'The order cannot be refunded: it is not paid, less is left than asked for, the key stands for another refund, or WeChat Pay refused; the log says which.',
      zh: '订单不能退款：未支付、可退金额不足、key 已用于另一笔退款，或被微信支付拒绝；日志中有具体原因。',
    },
    remedy: {
      en: 'Look at the order first; a refund that failed may be tried again with the same key.',
      zh: '请先查询订单；失败的退款可用相同的 key 重试。',
    },
    person: '退款未成功',
  },
  NOT_A_PAYMENT_CALLBACK: {
    cause: {
      en: 'The function is for WeChat Pay only; somebody else called it. Nothing was read or written.',
      zh: '该云函数只接受微信支付的回调，被其他来源调用；没有读写任何数据。',
    },
    remedy: {
      en: 'Nothing to do. Deny clients the invocation of this function.',
      zh: '无需处理；请禁止客户端调用该云函数。',
    },
    person: '没有权限',
  },
} as const satisfies ErrorTable
