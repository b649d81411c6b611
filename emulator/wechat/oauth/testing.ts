import type { WorldDefinition } from '../definition.ts'
import type { SimulatedWeChat } from '../index.ts'
import type { AuthorizationPage } from './authorization.ts'

/** Two official accounts, a website, a mobile app and a mini-program of one open platform. */
export const OFFICIAL_WORLD: WorldDefinition = {
  apps: [
    {
      appid: 'wx00000000000000a1',
      alias: 'news',
      kind: 'official-account',
      openPlatformId: 'main',
      domain: 'news.example.com',
    },
    {
      appid: 'wx00000000000000a2',
      alias: 'daily',
      kind: 'official-account',
      openPlatformId: 'main',
      domain: 'daily.example.com',
    },
    {
      appid: 'wx00000000000000b1',
      alias: 'site',
      kind: 'website',
      openPlatformId: 'main',
      domain: '127.0.0.1:8080',
    },
    { appid: 'wx00000000000000c1', alias: 'phone', kind: 'mobile-app', openPlatformId: 'main' },
    { appid: 'wx00000000000000d1', alias: 'shop', kind: 'mini-program', openPlatformId: 'main' },
  ],
  people: [
    { id: 'alice', name: 'Alice' },
    { id: 'bob', name: 'Bob' },
    { id: 'carol', name: 'Carol' },
  ],
}

/** The query with which a product sends a browser to the page that asks `news` or `site`. */
export const authorizeQuery = (page: AuthorizationPage, more: Readonly<Record<string, string>> = {}) => ({
  ...(page === 'website'
    ? {
        appid: 'wx00000000000000b1',
        redirect_uri: 'http://127.0.0.1:8080/back',
        response_type: 'code',
        scope: 'snsapi_login',
      }
    : {
        appid: 'wx00000000000000a1',
        redirect_uri: 'https://news.example.com/back',
        response_type: 'code',
        scope: 'snsapi_userinfo',
      }),
  state: 's1',
  ...more,
})

/** The code that somebody's consent gives. */
export const consentCode = (
  { oauth }: Pick<SimulatedWeChat, 'oauth'>,
  page: AuthorizationPage,
  personId: string,
  more: Readonly<Record<string, string>> = {},
): string => {
  const asked = oauth.read(page, authorizeQuery(page, more))
  if ('words' in asked) throw new Error(asked.words)
  return new URL(oauth.allow(asked, personId)).searchParams.get('code') ?? ''
}
