const cloud = require('wx-server-sdk')

/** What WeChat says to a text: https://developers.weixin.qq.com/miniprogram/dev/OpenApiDoc/sec-center/sec-check/msgSecCheck.html */
exports.isDecent = async (content, openid) => {
  const { result } = await cloud.openapi.security.msgSecCheck({ content, version: 2, scene: 2, openid })
  return result.suggest === 'pass'
}
