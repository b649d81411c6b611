import * as v from 'valibot'
import type { ErrorCode } from '../base/errors.ts'
import { OneIdError } from '../base/errors.ts'
import type { AppId } from '../base/ids.ts'
import { fieldsFilledByWeChat } from './openDataInfo.ts'
import type { Watermark } from './watermark.ts'
import { isCurrent } from './watermark.ts'

/** List of cloud development's error codes, 2026-11. -601001 is "system error". */
const REFUSALS: ReadonlyMap<number, ErrorCode> = new Map([
  [-601001, 'WECHAT_BUSY'],
  [-601005, 'CLOUD_ID_INVALID'],
  [-601006, 'CLOUD_ID_EXPIRED'],
  [-601007, 'CLOUD_ID_FOREIGN'],
  [-601009, 'PHONE_MISSING'],
])

const RefusedSchema = v.object({ errCode: v.pipe(v.number(), v.notValue(0)) })

const FilledSchema = v.object({ data: v.unknown() })

/** A field of the event in which a client sent `wx.cloud.CloudID(id)`. */
export interface CloudIdField {
  /** What `cloud.getWXContext()` returned at the start of the invocation. */
  readonly raw: unknown
  readonly event: unknown
  readonly field: string
  /** The caller's app. */
  readonly appid: AppId
  /** Milliseconds since 1970. */
  readonly now: number
}

/**
 * Reads what WeChat put in the place of a CloudID: `{ cloudID, data }`, or `{ cloudID, errCode, errMsg }` (page
 * Cloud.CloudID, 2026-11). A client can write the same objects itself, so nothing is looked at before WeChat vouches
 * for the field. WeChat fills top-level fields only, five at most: others stay as they were sent.
 * @param schema the data that this call wants
 * @throws OneIdError CLOUD_ID_FORGED, CLOUD_ID_INVALID, CLOUD_ID_EXPIRED, CLOUD_ID_FOREIGN, PHONE_MISSING, WECHAT_BUSY
 */
export const readCloudId = <Data extends { readonly watermark: Watermark }>(
  schema: v.GenericSchema<unknown, Data>,
  { raw, event, field, appid, now }: CloudIdField,
): Data => {
  const refuse = (code: ErrorCode, detail: string) => new OneIdError(code, `${field}: ${detail}`, { field })
  if (!fieldsFilledByWeChat(raw).has(field)) throw refuse('CLOUD_ID_FORGED', 'not in OPEN_DATA_INFO')
  const EventSchema = v.object({ [field]: v.unknown() })
  const given = v.safeParse(EventSchema, event)
  const value = given.success ? given.output[field] : undefined
  const refused = v.safeParse(RefusedSchema, value)
  if (refused.success) {
    const { errCode } = refused.output
    throw refuse(REFUSALS.get(errCode) ?? 'CLOUD_ID_INVALID', `WeChat says ${errCode}`)
  }
  const filled = v.safeParse(FilledSchema, value)
  const parsed = v.safeParse(schema, filled.success ? filled.output.data : undefined)
  if (!parsed.success) throw refuse('CLOUD_ID_INVALID', 'not the data that this call wants')
  const { watermark } = parsed.output
  if (watermark.appid !== appid) throw refuse('CLOUD_ID_FOREIGN', 'the watermark names another app')
  if (!isCurrent(watermark, now)) throw refuse('CLOUD_ID_EXPIRED', 'the watermark is too far from now')
  return parsed.output
}
