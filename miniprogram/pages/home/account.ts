import type { NextRoute, SignedIn, UnionidReason } from '../../services/oneid/index'

/** The account as the page shows it. */
export interface AccountView {
  userId: string
  welcome: string
  unionidKnown: boolean
  unionidState: string
  /** Why the UnionID is missing, or how it was found. */
  reason: string
  /** What could still bring it. */
  nextRoutes: { route: NextRoute; text: string }[]
  /** Open data is among it: the page can ask for it. */
  takesOpenData: boolean
}

const REASONS: Readonly<Record<UnionidReason, string>> = {
  APP_NOT_BOUND: '本小程序尚未绑定微信开放平台账号，微信不会下发 UnionID。绑定后下次登录会自动补上。',
  NOT_PROVIDED: '微信这次登录没有下发 UnionID，不影响使用；取得后会自动补上。',
  BINDING_NOT_REGISTERED:
    '微信已下发 UnionID，但应用登记里还没有填写本小程序绑定的开放平台账号，所以没有保存。',
}

const ROUTES: Readonly<Record<NextRoute, string>> = {
  'open-data': '授权一次微信开放数据',
  'paid-order': '在本小程序完成一次支付',
  'oauth-official-account': '在公众号网页登录',
  follower: '关注公众号',
}

/** Says in Chinese what a login has told. @param route how the unionid was found, if it is known */
export function viewOf(signedIn: SignedIn, route: string): AccountView {
  const { userId, isNew } = signedIn
  const one = { userId, welcome: isNew ? '新用户' : '欢迎回来' }
  if (signedIn.unionid === 'known') {
    const nothing = { nextRoutes: [], takesOpenData: false }
    return { ...one, unionidKnown: true, unionidState: '已知', reason: route, ...nothing }
  }
  const { reason, nextRoutes } = signedIn
  return {
    ...one,
    unionidKnown: false,
    unionidState: '暂缺',
    reason: REASONS[reason],
    nextRoutes: nextRoutes.map((next) => ({ route: next, text: ROUTES[next] })),
    takesOpenData: nextRoutes.includes('open-data'),
  }
}
