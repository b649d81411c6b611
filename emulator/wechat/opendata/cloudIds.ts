import * as v from 'valibot'
import type { Holder } from '../clientApi.ts'
import type { WeChatParts } from '../door.ts'
import { createForgetting } from '../forgetting.ts'
import { openidOf } from '../ids.ts'
import { CLOUD_ID_ERRORS } from './errors.ts'
import { CLOUD_ID_LIFETIME_MS } from './limits.ts'

const CloudIdSchema = v.object({
  appid: v.string(),
  personId: v.string(),
  issuedAt: v.number(),
  kind: v.picklist(['profile', 'phone']),
  data: v.record(v.string(), v.unknown()),
})
type IssuedCloudId = v.InferOutput<typeof CloudIdSchema>

/** What a CloudID stands for, or why it is not told. */
export type CloudDatum =
  | { readonly data: Readonly<Record<string, unknown>> }
  | { readonly errCode: number; readonly errMsg: string }

export interface CloudIds {
  readonly issue: (holder: Holder, kind: IssuedCloudId['kind'], data: IssuedCloudId['data']) => string
  /**
   * Told as often as it is asked for within its life (Assumption: nothing says that a CloudID is good once only), to
   * its own person in its own app. Without an openid everything but a phone number is told: the page of getOpenData
   * wants the openid for sensitive data. Assumption: that a phone number is what it means, and that a CloudID of
   * somebody else is refused as such even when it has expired.
   * @returns undefined for one that was never issued
   */
  readonly read: (
    cloudId: string,
    caller: { readonly appid?: string | undefined; readonly openid?: string | undefined },
  ) => CloudDatum | undefined
}

export const createCloudIds = ({ world, tables, now, random }: WeChatParts): CloudIds => {
  const issued = tables.open('cloudIds', CloudIdSchema)
  const forgetOld = createForgetting(issued, now)
  return {
    issue: ({ app, person }, kind, data) => {
      forgetOld()
      const cloudId = `LOCAL_${random(24)}`
      issued.put(cloudId, { appid: app.appid, personId: person.id, issuedAt: now(), kind, data })
      return cloudId
    },
    read: (cloudId, { appid, openid }) => {
      const found = issued.get(cloudId)
      if (found === undefined) return undefined
      const owner = openidOf(found.appid, found.personId)
      const mine = openid === undefined ? found.kind !== 'phone' : openid === owner
      if (appid !== found.appid || !mine) return CLOUD_ID_ERRORS.notOfCaller
      if (now() - found.issuedAt > CLOUD_ID_LIFETIME_MS) return CLOUD_ID_ERRORS.expired
      // The number may have been taken off the account after the tap.
      if (found.kind === 'phone' && world.person(found.personId).phone === undefined)
        return CLOUD_ID_ERRORS.noPhone
      return { data: found.data }
    },
  }
}
