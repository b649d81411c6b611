import type { OpenDatum } from '../cloudCalls.ts'
import { tooManyCloudIds } from './errors.ts'
import { CLOUD_IDS_MAX } from './limits.ts'

/**
 * The wire form of `wx.cloud.CloudID(id)` between a client and the local cloud: in the JSON of
 * `POST /__cloud/callFunction` it is an object with this one field, `{ "__cloudId": "<id>" }`. It proves nothing:
 * everybody may ask about an id, and the platform alone knows what it stands for.
 */
const WIRE_FIELD = '__cloudId'

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const cloudIdOf = (value: unknown): string | undefined => {
  if (!isObject(value) || Object.keys(value).length !== 1) return undefined
  const { [WIRE_FIELD]: id } = value
  return typeof id === 'string' ? id : undefined
}

/** Below the top level a CloudID stays the plain string that it is. */
const withPlainIds = (value: unknown): unknown => {
  const id = cloudIdOf(value)
  if (id !== undefined) return id
  if (Array.isArray(value)) return value.map(withPlainIds)
  if (!isObject(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, field]) => [key, withPlainIds(field)]))
}

/** What a function gets as its event, or why the call is refused. */
export type ReplacedData =
  | { readonly data: unknown; readonly openDataInfo?: string }
  | { readonly refused: string }

/**
 * What the platform does with the data of `wx.cloud.callFunction` before the function sees it: a CloudID in a field of
 * the top level becomes `{ cloudID, data }` or `{ cloudID, errCode, errMsg }`, and openDataInfo names these fields and
 * no others: an object of that shape that the client wrote itself is passed on, but never named.
 * Assumption: fields whose CloudID was refused are named too, for the platform filled them.
 */
export const replaceCloudIds = (data: unknown, ask: (cloudId: string) => OpenDatum): ReplacedData => {
  if (!isObject(data)) return { data: withPlainIds(data) }
  const fields = Object.entries(data)
  const keys = fields.filter(([, value]) => cloudIdOf(value) !== undefined).map(([key]) => key)
  if (keys.length > CLOUD_IDS_MAX) return { refused: tooManyCloudIds(CLOUD_IDS_MAX) }
  const replaced = fields.map(([key, value]) => {
    const cloudID = cloudIdOf(value)
    return [key, cloudID === undefined ? withPlainIds(value) : { cloudID, ...ask(cloudID) }]
  })
  return {
    data: Object.fromEntries(replaced),
    ...(keys.length > 0 && { openDataInfo: JSON.stringify({ keys }) }),
  }
}
