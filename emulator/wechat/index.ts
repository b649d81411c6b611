import type { ClientApi } from './clientApi.ts'
import type { Codes } from './codes/index.ts'
import { createCodes } from './codes/index.ts'
import type { ApiDoor, WeChatParts } from './door.ts'
import type { Followers } from './followers/index.ts'
import { createFollowers } from './followers/index.ts'
import type { Login } from './login/index.ts'
import { createLogin } from './login/index.ts'
import type { Migrations } from './migration/index.ts'
import { createMigrations } from './migration/index.ts'
import type { OAuth } from './oauth/index.ts'
import { createOAuth } from './oauth/index.ts'
import type { OpenData } from './opendata/index.ts'
import { createOpenData } from './opendata/index.ts'
import type { Pay } from './pay/index.ts'
import { createPay } from './pay/index.ts'
import type { PhoneNumbers } from './phone/index.ts'
import { createPhoneNumbers } from './phone/index.ts'
import type { Push } from './push/index.ts'
import { createPush } from './push/index.ts'
import type { Tokens } from './token/index.ts'
import { createTokens } from './token/index.ts'

/** What WeChat's own servers do, over one world. */
export interface SimulatedWeChat {
  readonly codes: Codes
  readonly tokens: Tokens
  readonly pay: Pay
  readonly login: Login
  readonly openData: OpenData
  readonly phone: PhoneNumbers
  readonly oauth: OAuth
  readonly push: Push
  readonly followers: Followers
  readonly migrations: Migrations
  /** What the WeChat client of a phone asks its servers. */
  readonly clientApis: readonly ClientApi[]
  /** Every HTTPS API of api.weixin.qq.com: a new one is a file in a folder and a line here. */
  readonly doors: readonly ApiDoor[]
}

export const createWeChat = (parts: WeChatParts): SimulatedWeChat => {
  const codes = createCodes(parts)
  const tokens = createTokens(parts)
  const pay = createPay(parts, tokens)
  const login = createLogin(parts, codes, tokens)
  const openData = createOpenData(parts, tokens, login.keys)
  const phone = createPhoneNumbers(parts, codes, tokens, openData)
  const oauth = createOAuth(parts, codes)
  const push = createPush(parts)
  const followers = createFollowers(parts, tokens, push)
  const migrations = createMigrations(parts, tokens, followers, oauth)
  return {
    codes,
    tokens,
    pay,
    login,
    openData,
    phone,
    oauth,
    push,
    followers,
    migrations,
    doors: [
      ...tokens.doors,
      ...pay.doors,
      ...login.doors,
      ...openData.doors,
      ...phone.doors,
      ...oauth.doors,
      ...followers.doors,
      ...migrations.doors,
    ],
    clientApis: [...pay.clientApis, ...login.clientApis, ...openData.clientApis, ...phone.clientApis],
  }
}
