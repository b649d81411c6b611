import * as v from 'valibot'
import type { ClientApi, Holder } from '../clientApi.ts'
import { ClientFailure } from '../clientApi.ts'
import type { ApiDoor, WeChatParts } from '../door.ts'
import { REFUSALS } from '../errors.ts'
import { openidOf } from '../ids.ts'
import type { SessionKeys } from '../login/sessionKeys.ts'
import type { Tokens } from '../token/index.ts'
import type { CloudIds } from './cloudIds.ts'
import { createCloudIds } from './cloudIds.ts'
import { encryptOpenData, rawDataSignature } from './encryption.ts'
import { CLIENT_TEXTS, CLOUD_ID_ERRORS } from './errors.ts'
import { PROFILE_DESC_MAX } from './limits.ts'
import { userInfoOf } from './profile.ts'

/** Open data (开放数据) as it leaves the client. */
export interface SealedData {
  readonly encryptedData: string
  readonly iv: string
  readonly cloudID: string
}

export interface OpenData {
  readonly doors: readonly ApiDoor[]
  readonly clientApis: readonly ClientApi[]
  readonly read: CloudIds['read']
  /** Adds the watermark, encrypts with the live session_key, issues a CloudID. */
  readonly seal: (
    holder: Holder,
    kind: 'profile' | 'phone',
    data: Readonly<Record<string, unknown>>,
  ) => SealedData
}

const BodySchema = v.object({ cloudid_list: v.array(v.string()) })

export const createOpenData = (parts: WeChatParts, tokens: Tokens, keys: SessionKeys): OpenData => {
  const { world, now, random } = parts
  const cloudIds = createCloudIds(parts)

  const seal: OpenData['seal'] = (holder, kind, data) => {
    const watermark = { timestamp: Math.floor(now() / 1_000), appid: holder.app.appid }
    const marked = { ...data, watermark }
    const iv = Buffer.from(random(16), 'hex').toString('base64')
    return {
      encryptedData: encryptOpenData(JSON.stringify(marked), keys.use(holder), iv),
      iv,
      cloudID: cloudIds.issue(holder, kind, marked),
    }
  }

  const shown = (holder: Holder) => {
    const userInfo = userInfoOf(holder, world.policy)
    return { userInfo, rawData: JSON.stringify(userInfo) }
  }
  const sealed = (holder: Holder, data: Readonly<Record<string, unknown>>, rawData: string) => ({
    signature: rawDataSignature(rawData, keys.use(holder)),
    ...seal(holder, 'profile', data),
  })

  const getUserInfo: ClientApi['answer'] = (holder, { withCredentials }) => {
    const { userInfo, rawData } = shown(holder)
    const loggedIn = keys.live(holder) !== undefined
    // The page of wx.getUserInfo wants a login state for `true`. Assumption: without a word, what there is is given.
    if (withCredentials === true && !loggedIn) throw new ClientFailure(CLIENT_TEXTS.notLoggedIn)
    if (withCredentials === false || !loggedIn) return { userInfo, rawData }
    const { app, person } = holder
    // By binding alone, under either policy: the person has agreed, or there is nothing to agree to.
    const unionId = world.unionid(app, person.id)
    const ids = { openId: openidOf(app.appid, person.id) }
    const data = { ...ids, ...userInfo, ...(unionId !== undefined && { unionId }) }
    return { userInfo, rawData, ...sealed(holder, data, rawData) }
  }

  const getUserProfile: ClientApi['answer'] = (holder, { desc }) => {
    if (typeof desc !== 'string') throw new ClientFailure(CLIENT_TEXTS.noDesc)
    if (desc === '' || [...desc].length > PROFILE_DESC_MAX) throw new ClientFailure(CLIENT_TEXTS.longDesc)
    const { userInfo, rawData } = shown(holder)
    return { userInfo, rawData, ...sealed(holder, userInfo, rawData) }
  }

  const getOpenData: ApiDoor = {
    method: 'POST',
    path: '/wxa/getopendata',
    answer: ({ query, body }) => {
      const appid = tokens.appidOf(query['access_token'])
      const { openid } = query
      if (openid !== undefined && world.whoIs(appid, openid) === undefined) throw REFUSALS.invalidOpenid()
      if (body === undefined) throw REFUSALS.emptyBody()
      const parsed = v.safeParse(BodySchema, body)
      if (!parsed.success) throw REFUSALS.unreadableBody()
      const list = parsed.output.cloudid_list.map((cloudID) => {
        const datum = cloudIds.read(cloudID, { appid, openid }) ?? CLOUD_ID_ERRORS.invalid
        return { cloud_id: cloudID, json: JSON.stringify({ cloudID, ...datum }) }
      })
      return { errcode: 0, errmsg: 'ok', data_list: list }
    },
  }

  return {
    doors: [getOpenData],
    clientApis: [
      { name: 'getUserInfo', answer: getUserInfo },
      { name: 'getUserProfile', answer: getUserProfile },
    ],
    read: cloudIds.read,
    seal,
  }
}
