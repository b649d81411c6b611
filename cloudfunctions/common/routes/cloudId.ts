import { OneIdError } from '../base/errors.ts'
import { OpenDataSchema } from '../wechat/openData.ts'
import type { CloudIdField } from '../wechat/openDataFields.ts'
import { readCloudId } from '../wechat/openDataFields.ts'
import type { Proof } from './proof.ts'
import { furtherProof } from './proof.ts'

/**
 * Route `cloud-id`: the client sent `wx.cloud.CloudID(cloudID)` of wx.getUserInfo, and WeChat put the data in its place.
 * @throws OneIdError CLOUD_ID_FORGED, CLOUD_ID_INVALID, CLOUD_ID_EXPIRED, CLOUD_ID_FOREIGN, WECHAT_BUSY
 */
export const cloudId = ({
  base,
  ...given
}: Omit<CloudIdField, 'appid'> & {
  /** Who is calling. */
  readonly base: Proof
}): Proof => {
  const { field } = given
  const { openId, unionId } = readCloudId(OpenDataSchema, { ...given, appid: base.evidence.appid })
  // A phone number has none: it is other data than this call wants.
  if (openId === undefined) throw new OneIdError('CLOUD_ID_INVALID', `${field}: no openId`, { field })
  if (openId !== base.evidence.openid)
    throw new OneIdError('CLOUD_ID_FOREIGN', `${field}: the openId is not the caller’s`, { field })
  return furtherProof(base, 'cloud-id', unionId)
}
