import type { CloudAnswers, CloudCall } from '../../emulator/cloudbase/cloudCalls.ts'

/** The parameters as they came, so that a case can see what was sent. */
const echo = ({ params, appid, media }: CloudCall) => ({
  json: {
    errcode: 0,
    errmsg: 'ok',
    sent_params: params,
    sent_for: appid ?? null,
    sent_files: Object.entries(media).map(([name, { bytes }]) => ({ name, size: bytes.length })),
  },
})

/** What the simulated WeChat answers to the cases about cloud calls and payment. */
export const ANSWERS: CloudAnswers = {
  openapi: {
    'auth.getPaidUnionId': ({ params }) =>
      params['openid'] === 'stranger'
        ? { json: { errcode: 89300, errmsg: 'invalid openid rid: 1' } }
        : { json: { errcode: 0, errmsg: 'ok', unionid: 'u1' } },
    'phonenumber.getPhoneNumber': () => ({
      json: {
        errcode: 0,
        errmsg: 'ok',
        phone_info: {
          phoneNumber: '13580006666',
          purePhoneNumber: '13580006666',
          countryCode: 86,
          watermark: { timestamp: 1637744274, appid: 'wx1' },
        },
      },
    }),
    'security.msgSecCheck': echo,
    'security.imgSecCheck': echo,
    'wxacode.getUnlimited': () => ({
      file: { contentType: 'image/png', bytes: Buffer.from([137, 80, 78, 71]) },
    }),
  },
  pay: {
    unifiedOrder: ({ params }) => ({
      json: {
        return_code: 'SUCCESS',
        result_code: 'SUCCESS',
        sub_mch_id: params['sub_mch_id'],
        payment: {
          appId: 'wx1',
          timeStamp: '1',
          nonceStr: 'n',
          package: 'prepay_id=p',
          signType: 'MD5',
          paySign: 's',
        },
      },
    }),
    queryOrder: () => ({
      json: {
        return_code: 'SUCCESS',
        result_code: 'FAIL',
        err_code: 'ORDERNOTEXIST',
        err_code_des: 'order not exist',
      },
    }),
    closeOrder: () => ({ json: { return_code: 'FAIL', return_msg: 'no mch_id' } }),
  },
  openData: (cloudId) => {
    if (cloudId === 'expired') return { errCode: -601006, errMsg: 'cloudID expired' }
    if (cloudId === 'phone') return { data: { phoneNumber: '13580006666', countryCode: '86' } }
    return undefined
  },
}
