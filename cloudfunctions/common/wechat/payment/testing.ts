/**
 * The sample of the page 支付结果回调 (developers.weixin.qq.com, wxcloudrun, development/pay/callback), for tests. It is
 * paid at 2022-03-21T05:20:07Z.
 */
export const CALLBACK = {
  returnCode: 'SUCCESS',
  appid: 'wxd2565e6a04246fd1',
  mchId: '1800780001',
  subAppid: 'wxd2565e6a04246fd1',
  subMchId: '1712734762',
  nonceStr: 'f6444fd22de27b16',
  resultCode: 'SUCCESS',
  openid: 'oPoo341Im-roYxAd3WD3D_6J-4bA',
  isSubscribe: 'N',
  subOpenid: 'oZWaC4xeOVCUkip5njeEeXi1TEsk',
  subIsSubscribe: 'N',
  tradeType: 'JSAPI',
  bankType: 'OTHERS',
  totalFee: 1,
  feeType: 'CNY',
  cashFee: 1,
  transactionId: '4200004561202203217657282768',
  outTradeNo: '2021WERUN1647839289398',
  timeEnd: '20220321132007',
} as const

/** What it says, as a report. */
export const REPORTED = {
  mchId: '1712734762',
  orderNumber: '2021WERUN1647839289398',
  transactionId: '4200004561202203217657282768',
  fen: 1,
  // 2022-03-21T05:20:07Z
  paidAt: 1_647_840_007_000,
  appid: 'wxd2565e6a04246fd1',
  openid: 'oZWaC4xeOVCUkip5njeEeXi1TEsk',
} as const

/** The same with the names of WeChat Pay v2, to which that page refers, and as text what is text in its XML. */
export const CALLBACK_V2 = {
  return_code: 'SUCCESS',
  appid: 'wxd2565e6a04246fd1',
  mch_id: '1800780001',
  sub_appid: 'wxd2565e6a04246fd1',
  sub_mch_id: '1712734762',
  nonce_str: 'f6444fd22de27b16',
  result_code: 'SUCCESS',
  openid: 'oPoo341Im-roYxAd3WD3D_6J-4bA',
  is_subscribe: 'N',
  sub_openid: 'oZWaC4xeOVCUkip5njeEeXi1TEsk',
  sub_is_subscribe: 'N',
  trade_type: 'JSAPI',
  bank_type: 'OTHERS',
  total_fee: '1',
  fee_type: 'CNY',
  cash_fee: '1',
  transaction_id: '4200004561202203217657282768',
  out_trade_no: '2021WERUN1647839289398',
  time_end: '20220321132007',
} as const

/** The sample without some of its fields. */
export const callbackWithout = (...names: readonly string[]): object =>
  Object.fromEntries(Object.entries(CALLBACK).filter(([name]) => !names.includes(name)))
