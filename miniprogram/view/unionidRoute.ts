/** By what the unionid came here, where this phone saw it come. */
export type SeenRoute = 'open-data' | 'paid-order'

const STORED_AS = 'unionid-route'

const WORDS: Readonly<Record<SeenRoute, string>> = {
  'open-data': '通过微信开放数据取得。',
  'paid-order': '通过一次支付取得。',
}

/** @param userId whose account it is; another one knows its own */
export function rememberRoute(userId: string, route: SeenRoute): void {
  wx.setStorageSync(STORED_AS, { userId, route })
}

/** A sentence on how the unionid became known. */
export function routeWords(userId: string): string {
  const seen: unknown = wx.getStorageSync(STORED_AS)
  return isSeen(seen) && seen.userId === userId
    ? WORDS[seen.route]
    : '由微信在登录时下发，或此前在其他应用中取得。'
}

function isSeen(value: unknown): value is { userId: string; route: SeenRoute } {
  if (typeof value !== 'object' || value === null || !('route' in value)) return false
  return value.route === 'open-data' || value.route === 'paid-order'
}
