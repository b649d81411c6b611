import type { ErrorTable } from './entry.ts'

/** What clients that come over HTTP, WeChat's pushes and the company's own servers may be told. */
export const GATEWAY_ERRORS = {
  TOKEN_MISSING: {
    cause: {
      en: 'The call has no `Authorization: Bearer …` header, and this path wants one.',
      zh: '请求缺少 `Authorization: Bearer …` 头，而该路径需要它。',
    },
    remedy: {
      en: 'Send the access token of a session; a server sends its API key.',
      zh: '请携带会话的访问令牌；服务器则携带 API 密钥。',
    },
    person: '请先登录',
    status: 401,
  },
  TOKEN_INVALID: {
    cause: {
      en: 'The token is not one of ours, was altered, or is meant for something else: another audience or another purpose.',
      zh: '令牌不是本服务签发的、被改动过，或用途、受众不符。',
    },
    remedy: {
      en: 'Send the access token to protected paths and the refresh token to /sessions/refresh only. After a change of the signing key, keep the old one in the configuration until its tokens have expired.',
      zh: '访问令牌用于受保护的路径，刷新令牌只用于 /sessions/refresh。更换签名密钥后，请在旧令牌过期前保留旧密钥。',
    },
    person: '登录状态无效，请重新登录',
    status: 401,
  },
  TOKEN_EXPIRED: {
    cause: { en: 'The token has expired.', zh: '令牌已过期。' },
    remedy: {
      en: 'Refresh the session with the refresh token; if that has expired too, sign in again.',
      zh: '请用刷新令牌刷新会话；若刷新令牌也已过期，请重新登录。',
    },
    person: '登录已过期，请重新登录',
    status: 401,
  },
  SESSION_ENDED: {
    cause: {
      en: 'The session is no more: it was signed out, revoked, or its identity or account was removed.',
      zh: '会话已结束：已退出登录、被吊销，或其身份、账号已被移除。',
    },
    remedy: { en: 'Sign in again.', zh: '请重新登录。' },
    person: '登录已失效，请重新登录',
    status: 401,
  },
  REFRESH_TOKEN_REUSED: {
    cause: {
      en: 'A refresh token came a second time after it had been replaced: somebody has a copy. The whole session was revoked.',
      zh: '已被替换的刷新令牌再次出现，说明有人持有副本；整个会话已被吊销。',
    },
    remedy: {
      en: 'Sign in again. A client must keep the newest refresh token only, and must not refresh in two places at once.',
      zh: '请重新登录。客户端只应保存最新的刷新令牌，且不要在两处同时刷新。',
    },
    person: '登录已失效，请重新登录',
    status: 401,
  },
  STATE_INVALID: {
    cause: {
      en: 'The way back from WeChat does not belong to a sign-in that this browser began: the state is missing, expired, used, or of another app.',
      zh: '从微信返回的请求与该浏览器发起的登录不匹配：state 缺失、过期、已使用或属于其他应用。',
    },
    remedy: {
      en: 'Begin at /oauth/{app}/start again, in the same browser; cookies must be allowed.',
      zh: '请在同一浏览器中重新从 /oauth/{app}/start 开始，并允许 Cookie。',
    },
    person: '登录请求已失效，请返回重试',
  },
  CONSENT_REFUSED: {
    cause: {
      en: 'The person did not allow the sign-in at WeChat.',
      zh: '用户在微信中没有同意登录。',
    },
    remedy: { en: 'Offer to begin again.', zh: '请让用户可以重新开始。' },
    person: '你没有同意微信登录',
  },
  REDIRECT_NOT_ALLOWED: {
    cause: {
      en: 'The page to return to is not in the list of gateway.redirects.',
      zh: '要返回的页面不在 gateway.redirects 列表中。',
    },
    remedy: {
      en: 'Add exactly this address, without its query, to gateway.redirects in oneid.config.ts.',
      zh: '请把该地址（不含查询参数）原样加入 oneid.config.ts 的 gateway.redirects。',
    },
    person: '页面地址未获许可，请联系管理员',
  },
  TICKET_INVALID: {
    cause: {
      en: 'The ticket of a sign-in is unknown, used, older than a minute, or was asked for with another challenge.',
      zh: '登录票据不存在、已使用、超过一分钟，或与发起时的 challenge 不符。',
    },
    remedy: {
      en: 'Exchange a ticket once, at once, with the verifier whose challenge began the sign-in.',
      zh: '票据只能立即兑换一次，并须携带发起登录时 challenge 对应的 verifier。',
    },
    person: '登录请求已失效，请返回重试',
  },
  APP_KIND_WRONG: {
    cause: {
      en: 'This way of signing in is for another kind of app.',
      zh: '该登录方式适用于其他类型的应用。',
    },
    remedy: {
      en: 'Mini-programs send codes of wx.login, mobile apps codes of the SDK; official accounts and websites begin at /oauth/{app}/start.',
      zh: '小程序发送 wx.login 的 code，移动应用发送 SDK 的 code；公众号和网站从 /oauth/{app}/start 开始。',
    },
    person: '该应用不支持此登录方式',
  },
  PUSH_SIGNATURE_WRONG: {
    cause: {
      en: 'A message that claims to come from WeChat has no valid signature, or one that is too old.',
      zh: '声称来自微信的消息没有有效签名，或时间戳过旧。',
    },
    remedy: {
      en: 'Compare the push token and the EncodingAESKey with the settings of the official account. If they agree, somebody is trying.',
      zh: '请核对公众平台的 Token 和 EncodingAESKey；如果一致，则有人在伪造消息。',
    },
    person: '请求无效',
    status: 401,
  },
  PUSH_REPLAYED: {
    cause: {
      en: 'The same signed message came a second time.',
      zh: '同一条已签名的消息再次到达。',
    },
    remedy: {
      en: 'Nothing: WeChat signs every attempt anew, so this copy is somebody else’s.',
      zh: '无需处理：微信每次推送都会重新签名，重复的是他人的复制。',
    },
    person: '请求无效',
    status: 401,
  },
  PUSH_UNREADABLE: {
    cause: {
      en: 'A message of WeChat could not be read: it is too large, no XML or JSON, declares a document type, or does not decrypt.',
      zh: '无法读取微信消息：过大、不是 XML 或 JSON、含有文档类型声明，或无法解密。',
    },
    remedy: {
      en: 'Compare the EncodingAESKey and the appid with the settings of the account.',
      zh: '请核对公众平台的 EncodingAESKey 和 appid。',
    },
    person: '请求无效',
  },
  API_KEY_INVALID: {
    cause: { en: 'The API key is not known.', zh: 'API 密钥无效。' },
    remedy: {
      en: 'Make a key with `npm run admin -- key`, put its fingerprint into the environment variable that gateway.clients names, and give the key to that server only.',
      zh: '用 `npm run admin -- key` 生成密钥，把指纹写入 gateway.clients 指定的环境变量，密钥只交给该服务器。',
    },
    person: '请求无效',
    status: 401,
  },
  SCOPE_MISSING: {
    cause: {
      en: 'The API key is known, but may not do this.',
      zh: 'API 密钥有效，但没有该操作的权限。',
    },
    remedy: {
      en: 'Add the scope to this client in gateway.clients, if it really needs it.',
      zh: '如确有需要，请在 gateway.clients 中为该客户端增加相应 scope。',
    },
    person: '没有权限',
    status: 403,
  },
  RATE_LIMITED: {
    cause: {
      en: 'Too many calls in a short time by one person, from one address, or with one key. Nothing was read or written.',
      zh: '同一用户、同一地址或同一密钥在短时间内调用过多；没有读写任何数据。',
    },
    remedy: {
      en: 'Wait as long as Retry-After says; look for a client that calls in a loop. The limits are in oneid.config.ts.',
      zh: '请按 Retry-After 等待，并检查是否有客户端循环调用；限额在 oneid.config.ts 中设置。',
    },
    person: '操作太频繁，请稍后重试',
    retry: 'later',
    status: 429,
  },
  PATH_UNKNOWN: {
    cause: { en: 'There is nothing under this path with this method.', zh: '该路径或方法不存在。' },
    remedy: {
      en: 'docs/openapi.json lists what there is.',
      zh: '可用的接口见 docs/openapi.json。',
    },
    person: '请求的地址不存在',
    status: 404,
  },
  HTTP_ONLY: {
    cause: {
      en: 'The function was called by something else than an HTTP request.',
      zh: '该云函数不是通过 HTTP 请求调用的。',
    },
    remedy: {
      en: 'Mini-programs call login, account and pay; gateway is for HTTP access.',
      zh: '小程序请调用 login、account、pay；gateway 只用于 HTTP 访问。',
    },
    person: '请求无效',
  },
  MIGRATION_NOT_READY: {
    cause: {
      en: 'WeChat does not give out the new openids: the migration is not confirmed or not finished, or more than 15 days ago (63178).',
      zh: '微信没有提供新的 openid：账号迁移尚未确认或完成，或已超过 15 天（63178）。',
    },
    remedy: {
      en: 'Wait until WeChat says that the migration is complete; check which account is the old one.',
      zh: '请等待微信提示迁移完成，并核对原账号是哪一个。',
    },
    person: '迁移尚未完成',
    retry: 'later',
  },
  ACCOUNT_ERASED: {
    cause: {
      en: 'A follower or a legacy user has deleted the account before: hearsay makes no new one.',
      zh: '该粉丝或存量用户此前已注销账号：仅凭他人提供的信息不会重新为其创建账号。',
    },
    remedy: {
      en: 'Nothing: the person gets a new account by signing in.',
      zh: '无需处理：用户本人再次登录时会得到新的账号。',
    },
    person: '该账号已注销',
  },
  WORK_NOT_FOUND: {
    cause: {
      en: 'There is no backfill or migration for this app.',
      zh: '该应用没有正在进行的回填或迁移任务。',
    },
    remedy: { en: 'Start it first.', zh: '请先启动任务。' },
    person: '任务不存在',
    status: 404,
  },
} as const satisfies ErrorTable
