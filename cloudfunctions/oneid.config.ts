import type { ConfigInput } from './common/base/config.ts'

/**
 * Your apps. Replace the samples by your own appids, with the open platform account (开放平台账号) that each one is
 * bound to and the day of the binding. An app that is bound later gets one more entry; entries are never removed,
 * because older evidence belongs to them. Secrets have no place here: `secret` names the environment variable of the
 * functions that holds the AppSecret, and ONEID_SECRET holds 32 or more random characters of your own.
 */
export const config: ConfigInput = {
  apps: [
    {
      appid: 'wx5a3e1f0c7b2d4e61',
      alias: 'shop',
      kind: 'mini-program',
      secret: 'WX_SECRET_SHOP',
      bindings: [{ openPlatform: 'main', since: '2021-03-01' }],
    },
    {
      appid: 'wx8c1d9b4f2a6e7d30',
      alias: 'club',
      kind: 'mini-program',
      secret: 'WX_SECRET_CLUB',
      bindings: [{ openPlatform: 'main', since: '2022-06-15' }],
    },
    {
      appid: 'wx2f7a6c0d9e3b5184',
      alias: 'news',
      kind: 'official-account',
      secret: 'WX_SECRET_NEWS',
      push: { token: 'WX_PUSH_TOKEN_NEWS', key: 'WX_PUSH_KEY_NEWS' },
      bindings: [{ openPlatform: 'main', since: '2021-03-01' }],
    },
    {
      appid: 'wx6b0e4d8f1a5c9372',
      alias: 'site',
      kind: 'website',
      secret: 'WX_SECRET_SITE',
      bindings: [{ openPlatform: 'main', since: '2021-03-01' }],
    },
    {
      appid: 'wx91d7c3a5e8f0b264',
      alias: 'mobile',
      kind: 'mobile-app',
      secret: 'WX_SECRET_MOBILE',
      bindings: [{ openPlatform: 'main', since: '2021-03-01' }],
    },
    {
      appid: 'wxd04b8e6a1c9f7352',
      alias: 'lab',
      kind: 'mini-program',
      secret: 'WX_SECRET_LAB',
      bindings: [],
    },
  ],
  // Business data that belongs to a user and follows a merge, like { collection: 'notes', field: 'userId' }; index the
  // field and `oneidMerge`.
  collections: [],
  // Your functions that are told: user.merged, user.split, user.deleted, identity.attached, guest.claimed, order.paid.
  notify: [],
  // alert: 'ops' names your function that is told what to look at: jobs given up or late, conflicts, payments without unionid.
  // Merchants that are authorised for cloud payment, with the mini-programs that sell for them, and what is sold.
  merchants: [{ mchId: '1000000001', apps: ['shop', 'club', 'lab'] }],
  products: [
    { id: 'coffee', description: '一杯咖啡', fen: 1_900 },
    { id: 'sticker', description: '一张贴纸', fen: 1 },
  ],
  // Everybody who does not call cloud functions: other clients, pages, and your own servers. Keys are made by
  // `npm run admin -- key`; the variable holds the fingerprint.
  gateway: {
    redirects: ['https://www.example.com/login', 'http://localhost:3000/login'],
    clients: [
      { name: 'crm', key: 'ONEID_KEY_CRM', scopes: ['resolve', 'reveal'] },
      { name: 'operator', key: 'ONEID_KEY_OPERATOR', scopes: ['import'] },
    ],
  },
  retention: { undoDays: 90, deletionGraceDays: 7 },
}
