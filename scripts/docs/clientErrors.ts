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
} as const
