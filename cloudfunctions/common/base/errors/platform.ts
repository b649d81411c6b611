import type { ErrorTable } from './entry.ts'

/** The call, the configuration and the database. */
export const PLATFORM_ERRORS = {
  NO_WECHAT_IDENTITY: {
    cause: {
      en: 'The call did not come from a mini-program, so WeChat vouches for no caller (HTTP access, a timer, a payment callback, the console).',
      zh: '调用不是来自小程序，微信没有给出调用者身份（HTTP 访问、定时器、支付回调或控制台测试）。',
    },
    remedy: {
      en: 'Call the function with wx.cloud.callFunction from a mini-program. Nothing in the event can replace that.',
      zh: '请在小程序中用 wx.cloud.callFunction 调用；event 中的任何字段都不能代替微信身份。',
    },
    person: '请在微信中打开小程序后重试',
  },
  WECHAT_CONTEXT_UNREADABLE: {
    cause: {
      en: 'WeChat gave a caller, but OPENID, APPID or UNIONID is not in a form we can keep (the SDK turns all-digit values into numbers and loses digits).',
      zh: '微信给出了调用者，但 OPENID、APPID 或 UNIONID 的形式无法保存（SDK 会把纯数字的值转成 Number 并丢失位数）。',
    },
    remedy: {
      en: 'Look at the log line of this request. In tests, use ids that contain a letter.',
      zh: '请查看该请求的日志；测试用的 id 必须含有字母。',
    },
    person: '微信身份读取失败，请稍后重试',
  },
  APP_NOT_REGISTERED: {
    cause: {
      en: 'The calling app is not in the app registry.',
      zh: '发起调用的应用不在应用登记表中。',
    },
    remedy: {
      en: 'Add its appid, kind and bindings to cloudfunctions/oneid.config.ts, build and deploy.',
      zh: '请把它的 appid、类型和绑定写入 cloudfunctions/oneid.config.ts，然后重新构建和部署。',
    },
    person: '该小程序尚未开通账号服务',
  },
  CONFIG_INVALID: {
    cause: {
      en: 'oneid.config.ts contradicts itself; the functions refuse to start with it.',
      zh: 'oneid.config.ts 的内容有矛盾，云函数拒绝启动。',
    },
    remedy: {
      en: 'Correct the field that the message names.',
      zh: '请修改错误信息中指出的字段。',
    },
    person: '服务配置有误，请联系管理员',
  },
  COLLECTION_MISSING: {
    cause: {
      en: 'A database collection of schema.json does not exist in this environment.',
      zh: '当前环境缺少 schema.json 中的数据库集合。',
    },
    remedy: {
      en: 'Create the collections and indexes of cloudfunctions/schema.json in this environment, closed to clients; the local cloud creates them at every start.',
      zh: '请在该环境中创建 cloudfunctions/schema.json 所列的集合和索引，并对客户端关闭权限；本地云每次启动时会自动创建。',
    },
    person: '服务正在准备中，请稍后重试',
  },
  DATABASE_UNAVAILABLE: {
    cause: {
      en: 'The cloud database refused or did not answer a request.',
      zh: '云数据库拒绝或没有响应请求。',
    },
    remedy: {
      en: 'The log line of the request has the database’s own words. Nothing is half-written: calling again is safe.',
      zh: '请求日志中有数据库的原始信息。数据不会写入一半，可以放心重试。',
    },
    person: '网络繁忙，请稍后重试',
  },
  DATA_UNREADABLE: {
    cause: {
      en: 'A document in the database does not have the shape that this version writes.',
      zh: '数据库中的文档与当前版本写入的结构不一致。',
    },
    remedy: {
      en: 'Somebody edited it by hand, or a newer version wrote it. The log names collection and document.',
      zh: '可能被手工修改，或由更新的版本写入。日志中有集合名和文档 id。',
    },
    person: '账号数据异常，请联系客服',
  },
  LOGIN_CONTENDED: {
    cause: {
      en: 'Other logins of the same person kept changing the same documents while this one was deciding.',
      zh: '同一用户的其他登录一直在改动相同的文档，本次登录未能得出结论。',
    },
    remedy: {
      en: 'Call login again. If it persists, look for a client that calls login in a loop.',
      zh: '请再次调用 login；如果持续出现，请检查客户端是否在循环登录。',
    },
    person: '登录太频繁，请稍后重试',
  },
  INTERNAL: {
    cause: {
      en: 'A fault of our own.',
      zh: '程序自身的错误。',
    },
    remedy: {
      en: 'Find the log line by requestId and report it.',
      zh: '请用 requestId 找到日志并反馈。',
    },
    person: '服务出错了，请稍后重试',
  },
} as const satisfies ErrorTable
