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
  PRIVACY_REFUSED: {
    cause: {
      en: 'WeChat kept personal data back: the person has not agreed to the privacy contract (errno 104).',
      zh: '用户尚未同意《用户隐私保护指引》，微信没有给出个人信息（errno 104）。',
    },
    remedy: {
      en: 'Go on without, and offer it again at the next tap. onPrivacyNeeded() shows your own sheet.',
      zh: '可先跳过，用户下次点击时再询问；onPrivacyNeeded() 可显示自己的弹窗。',
    },
    person: '需要先同意隐私保护指引。',
  },
  PRIVACY_UNDECLARED: {
    cause: {
      en: 'The privacy contract of the mini-program does not name what was asked for (errno 112).',
      zh: '小程序的《用户隐私保护指引》没有声明所请求的信息（errno 112）。',
    },
    remedy: {
      en: 'Declare it in the console of the mini-program (用户隐私保护指引); it works after the review.',
      zh: '请在小程序后台的“用户隐私保护指引”中声明，审核后生效。',
    },
    person: '小程序未声明该项隐私信息。',
  },
  OPEN_DATA_REFUSED: {
    cause: {
      en: 'wx.getUserInfo failed, or the person refused.',
      zh: 'wx.getUserInfo 失败，或用户拒绝。',
    },
    remedy: {
      en: 'The console of the mini-program has errMsg. The account works without; another route may bring the unionid.',
      zh: '小程序控制台有 errMsg；不影响账号使用，UnionID 可由其他途径补上。',
    },
    person: '微信没有给出开放数据。',
  },
  PHONE_REFUSED: {
    cause: {
      en: 'The person closed the sheet that asks for the phone number.',
      zh: '用户拒绝或关闭了手机号授权。',
    },
    remedy: {
      en: 'Go on without, and do not ask again by yourself.',
      zh: '请继续流程，不要主动再次询问。',
    },
    person: '你没有允许使用手机号。',
  },
  PHONE_UNAVAILABLE: {
    cause: {
      en: 'The button gave no phone number: no permission, the quota is used up (errno 1400001), or the person has none.',
      zh: '按钮没有给出手机号：没有权限、额度用尽（errno 1400001），或用户没有手机号。',
    },
    remedy: {
      en: 'The console of the mini-program has errno and errMsg.',
      zh: '小程序控制台有 errno 和 errMsg。',
    },
    person: '暂时不能获取手机号。',
  },
  GUEST_UNAVAILABLE: {
    cause: {
      en: 'WeChat has no random values (base library before 2.15.0), and a guest id must not be guessable.',
      zh: '微信没有安全随机数（基础库低于 2.15.0），而游客 id 不能被猜到。',
    },
    remedy: {
      en: 'Log in instead, or ask for an update of WeChat.',
      zh: '请直接登录，或提示用户更新微信。',
    },
    person: '请更新微信后重试。',
  },
} as const
