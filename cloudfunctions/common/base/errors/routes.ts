import type { ErrorTable } from './entry.ts'

/** What a client, or WeChat, handed over to prove who somebody is. */
export const ROUTE_ERRORS = {
  INPUT_INVALID: {
    cause: {
      en: 'A field of the call is missing or not of the form that the contract says; `field` names it. Nothing was written.',
      zh: '调用中的某个字段缺失或格式不符合约定，`field` 指出是哪一个；没有写入任何数据。',
    },
    remedy: {
      en: 'Compare the call with miniprogram/services/oneid/contract.ts.',
      zh: '请对照 miniprogram/services/oneid/contract.ts 检查调用参数。',
    },
    person: '请求内容有误，请更新小程序后重试',
  },
  SECRET_MISSING: {
    cause: {
      en: 'An environment variable that oneid.config.ts names as a secret is not set for this function, or is too short.',
      zh: 'oneid.config.ts 中指定的密钥环境变量没有为该云函数设置，或长度不足。',
    },
    remedy: {
      en: 'The log names the variable. Set it in the function’s configuration; an AppSecret has 32 characters, ONEID_SECRET 32 or more.',
      zh: '日志中有变量名，请在云函数配置中设置：AppSecret 为 32 位，ONEID_SECRET 至少 32 位。',
    },
    person: '服务配置有误，请联系管理员',
  },
  CODE_INVALID: {
    cause: {
      en: 'WeChat does not know the login code: it has expired (5 minutes), or belongs to another app, or was never issued (40029).',
      zh: '微信不认识该登录 code：已过期（5 分钟）、属于其他小程序，或并非微信签发（40029）。',
    },
    remedy: {
      en: 'Call wx.login again and send the new code, once.',
      zh: '请重新调用 wx.login，并用新的 code 请求一次。',
    },
    person: '登录凭证已失效，请重试',
    retry: 'new-code',
  },
  CODE_USED: {
    cause: {
      en: 'The login code was exchanged before (40163). A code works once, whoever sent it first.',
      zh: '该登录 code 已被使用过（40163）；code 只能使用一次。',
    },
    remedy: {
      en: 'Never send a code twice, not even after a time-out: call wx.login again.',
      zh: '同一个 code 不要发送两次，超时后也一样：请重新调用 wx.login。',
    },
    person: '登录凭证已失效，请重试',
    retry: 'new-code',
  },
  CODE_OF_ANOTHER_PERSON: {
    cause: {
      en: 'The login code belongs to another person than the one who is calling.',
      zh: '该登录 code 属于另一位用户，而不是当前调用者。',
    },
    remedy: {
      en: 'Send the code of wx.login of the same mini-program session. If it repeats, somebody is trying out foreign codes.',
      zh: '请发送同一次小程序会话中 wx.login 得到的 code；如反复出现，可能有人在冒用他人的 code。',
    },
    person: '登录凭证无效，请重新打开小程序',
  },
  WECHAT_BUSY: {
    cause: {
      en: 'WeChat is busy (-1) or did not answer.',
      zh: '微信系统繁忙（-1）或没有响应。',
    },
    remedy: {
      en: 'Try again in a moment, with a new code: whether this one was used up is not known.',
      zh: '请稍后用新的 code 重试：当前 code 是否已被消耗无法确定。',
    },
    person: '微信繁忙，请稍后重试',
    retry: 'later',
  },
  WECHAT_RATE_LIMITED: {
    cause: {
      en: 'WeChat limits how often this API may be called in a minute (45011).',
      zh: '调用微信接口过于频繁：超过每分钟限额（45011）。',
    },
    remedy: {
      en: 'Wait; look for a client that logs in within a loop.',
      zh: '请稍候；并检查是否有客户端在循环登录。',
    },
    person: '操作太频繁，请稍后重试',
    retry: 'later',
  },
  WECHAT_QUOTA_USED: {
    cause: {
      en: 'The app has used up what WeChat allows for this API in a day (45009).',
      zh: '该应用当日的微信接口调用额度已用完（45009）。',
    },
    remedy: {
      en: 'The quota is filled up at midnight (UTC+8). Look for a client that calls in a loop, or ask WeChat for more.',
      zh: '额度在北京时间零点恢复；请检查是否有循环调用，或向微信申请提高额度。',
    },
    person: '服务繁忙，请明天再试',
    retry: 'later',
  },
  WECHAT_ADDRESS_REFUSED: {
    cause: {
      en: 'WeChat answers this app only from listed addresses, and the function’s is not among them (40164).',
      zh: '该应用设置了 IP 白名单，而云函数的出口 IP 不在其中（40164）。',
    },
    remedy: {
      en: 'Give the functions a fixed outgoing address and add it to the IP list of the app in WeChat’s console; the log of WeChat’s answer names the address.',
      zh: '请为云函数配置固定出口 IP，并加入公众平台的 IP 白名单。',
    },
    person: '服务配置有误，请联系管理员',
  },
  WECHAT_TOKEN_REFUSED: {
    cause: {
      en: 'WeChat refuses the access token of the app (40001, 40014, 42001), twice: something else keeps replacing it.',
      zh: '微信两次拒绝了应用的 access_token（40001、40014、42001）：有其他程序在不断刷新它。',
    },
    remedy: {
      en: 'Let every program of the company use cgi-bin/stable_token without force_refresh.',
      zh: '请让公司内所有程序都使用 cgi-bin/stable_token，且不要 force_refresh。',
    },
    person: '微信繁忙，请稍后重试',
    retry: 'later',
  },
  WECHAT_BLOCKED_PERSON: {
    cause: {
      en: 'WeChat itself refuses this person as high-risk (40226).',
      zh: '微信判定该用户为高风险用户并拦截（40226）。',
    },
    remedy: {
      en: 'Nothing to do on our side; the person can ask WeChat.',
      zh: '我方无需处理，用户可向微信申诉。',
    },
    person: '微信暂时限制了此账号的登录',
  },
  WECHAT_APP_REFUSED: {
    cause: {
      en: 'WeChat refuses the app: wrong AppSecret (40125), unknown appid (40013), API not open to it (48001), or another setting.',
      zh: '微信拒绝了该应用：AppSecret 错误（40125）、appid 无效（40013）、接口未授权（48001）或其他设置问题。',
    },
    remedy: {
      en: 'The log has WeChat’s number. Compare appid and AppSecret with the console of WeChat.',
      zh: '日志中有微信的错误码，请核对公众平台中的 appid 和 AppSecret。',
    },
    person: '服务配置有误，请联系管理员',
  },
  OPEN_DATA_UNREADABLE: {
    cause: {
      en: 'The encrypted data does not decrypt with the session of this code: the session_key has changed since, or the data was altered.',
      zh: '加密数据无法用该 code 对应的会话解密：session_key 已更换，或数据被改动。',
    },
    remedy: {
      en: 'Call wx.login before the tap, keep that code unused, and send it together with what the tap gave. Never call wx.login inside the callback.',
      zh: '请在点击之前调用 wx.login 并保留未使用的 code，与点击得到的数据一起发送；不要在回调中调用 wx.login。',
    },
    person: '信息读取失败，请重试',
    retry: 'new-code',
  },
  OPEN_DATA_FOREIGN: {
    cause: {
      en: 'The encrypted data belongs to another app or another person: its watermark or openId differs.',
      zh: '加密数据属于其他应用或其他用户：水印或 openId 不一致。',
    },
    remedy: {
      en: 'Send only what this mini-program received in this session.',
      zh: '只发送本小程序在本次会话中得到的数据。',
    },
    person: '信息读取失败，请重试',
  },
  OPEN_DATA_EXPIRED: {
    cause: {
      en: 'The encrypted data is too old, or dated in the future.',
      zh: '加密数据已过期，或时间戳在未来。',
    },
    remedy: {
      en: 'Ask the person again and send the data at once.',
      zh: '请重新获取授权并立即发送数据。',
    },
    person: '信息已过期，请重试',
    retry: 'new-code',
  },
  OPEN_DATA_REPLAYED: {
    cause: {
      en: 'The same encrypted data was sent before; it works once.',
      zh: '同一份加密数据已提交过，只能使用一次。',
    },
    remedy: {
      en: 'Ask the person again instead of sending stored data.',
      zh: '请重新获取数据，不要重复发送保存的数据。',
    },
    person: '信息已使用过，请重试',
    retry: 'new-code',
  },
  OPEN_DATA_SIGNATURE_WRONG: {
    cause: {
      en: 'rawData does not match its signature: it was altered on the way, or is of another session.',
      zh: 'rawData 与签名不一致：数据被改动，或不属于同一次会话。',
    },
    remedy: {
      en: 'Send rawData byte for byte as WeChat gave it.',
      zh: '请原样发送微信返回的 rawData。',
    },
    person: '信息校验失败，请重试',
    retry: 'new-code',
  },
  CLOUD_ID_FORGED: {
    cause: {
      en: 'A field has the form of open data that WeChat filled in, but WeChat does not vouch for it.',
      zh: '某个字段看起来像微信填入的开放数据，但微信并未为其作证。',
    },
    remedy: {
      en: 'Send wx.cloud.CloudID(id) at the top level of data, at most five; a client cannot write the data itself.',
      zh: '请在 data 顶层发送 wx.cloud.CloudID(id)，最多五个；客户端不能自行填写数据。',
    },
    person: '信息校验失败，请重试',
  },
  CLOUD_ID_EXPIRED: {
    cause: {
      en: 'The CloudID is older than five minutes (-601006).',
      zh: 'CloudID 已超过五分钟（-601006）。',
    },
    remedy: {
      en: 'Ask the person again and call at once.',
      zh: '请重新获取 CloudID 并立即调用。',
    },
    person: '信息已过期，请重试',
    retry: 'new-code',
  },
  CLOUD_ID_FOREIGN: {
    cause: {
      en: 'The CloudID belongs to another person or another app (-601007, or its watermark differs).',
      zh: 'CloudID 属于其他用户或其他应用（-601007，或水印不一致）。',
    },
    remedy: {
      en: 'Send only CloudIDs that this session received.',
      zh: '只发送本次会话得到的 CloudID。',
    },
    person: '信息校验失败，请重试',
  },
  CLOUD_ID_INVALID: {
    cause: {
      en: 'WeChat does not know the CloudID (-601005), or it stands for other data than this call wants.',
      zh: '微信不认识该 CloudID（-601005），或它代表的不是本次调用所需的数据。',
    },
    remedy: {
      en: 'Send the cloudID of the API that the contract names.',
      zh: '请发送约定接口返回的 cloudID。',
    },
    person: '信息读取失败，请重试',
  },
  SNAPSHOT_USER: {
    cause: {
      en: 'The page was opened in snapshot mode: WeChat gave a made-up person, who never becomes an account.',
      zh: '网页在快照页模式下打开：微信返回的是虚拟账号，不会为其创建账号。',
    },
    remedy: {
      en: 'Ask the person to leave snapshot mode (tap “use full service”).',
      zh: '请引导用户点击“使用完整服务”后再登录。',
    },
    person: '请点击“使用完整服务”后再登录',
  },
} as const satisfies ErrorTable
