/** Where the expectations come from. All addresses were read in 2026-11 unless a case says otherwise. */

/** The cloud database's reference for mini-programs and cloud functions. */
export const WX =
  'https://developers.weixin.qq.com/miniprogram/dev/wxcloudservice/wxcloud/reference-sdk-api/database/'
export const WX_QUERY = `${WX}command/Command.`
export const WX_EXPRESSION = `${WX}command/aggregate/AggregateCommand.`
export const WX_STAGE = `${WX}aggregate/Aggregate.`
export const WX_GUIDE = 'https://developers.weixin.qq.com/miniprogram/dev/wxcloudservice/wxcloud/guide/'
export const WX_API =
  'https://developers.weixin.qq.com/miniprogram/dev/wxcloudservice/wxcloud/reference-sdk-api/'
export const WX_ERRORS = 'https://developers.weixin.qq.com/minigame/dev/wxcloud/reference/errcode.html'

/** The database behind it. */
export const MONGO = 'https://www.mongodb.com/docs/manual/'
export const MONGO_QUERY = `${MONGO}reference/operator/query/`
export const MONGO_UPDATE = `${MONGO}reference/operator/update/`
export const MONGO_AGGREGATION = `${MONGO}reference/operator/aggregation/`

/** Published code of the SDK: what it does with a reply is no question of documentation. */
export const WRAPPER = 'wx-server-sdk@4.0.2 index.js'
export const DATABASE = '@cloudbase/database@1.4.3 dist/commonjs/'
export const NODE_SDK = '@cloudbase/node-sdk@3.17.2 dist/'
