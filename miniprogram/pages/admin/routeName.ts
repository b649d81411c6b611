const ROUTES: Readonly<Record<string, string>> = {
  'wx-context': '登录',
  'shared-env': '环境共享',
  code2session: '登录 code',
  'open-data': '开放数据',
  'cloud-id': 'CloudID',
  'paid-order': '支付',
  'oauth-official-account': '公众号网页授权',
  'oauth-website': '网站扫码',
  'oauth-mobile': '移动应用登录',
  follower: '公众号关注',
  import: '导入',
  administrator: '管理员',
}

/** How administrators call the way by which an identity came, or a merge. */
export const routeName = (route: string): string => ROUTES[route] ?? route
