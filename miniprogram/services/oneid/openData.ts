import type { SignedIn } from './contract'
import { failed, OneIdError, wantsNewCode } from './error'
import { freshCode, renew, spendCode } from './keptCode'
import { login } from './login'

/** What is used of the answer of `wx.getUserInfo`, and of the `detail` of its button; one that is refused has errMsg alone. */
export interface OpenData {
  readonly errMsg: string
  readonly encryptedData: string
  readonly iv: string
  readonly rawData: string
  readonly signature: string
  /** Only with cloud development, from base library 2.7.0 on. */
  readonly cloudID?: string
}

/**
 * Logs in with open data, which may bring a missing unionid: as CloudID, which costs nothing, and with a code of
 * `wx.login` that is older than the data, which the server looks at only if it has to. What has expired is fetched anew,
 * once.
 * @param tapped `detail` of a button of open-type getUserInfo, on a page that keeps a code (`keepCode`). Without it the
 * data is asked for here, and nobody has to tap (wx.getUserInfo reference: no prompt since 2021-04-28).
 * @throws {OneIdError} `OPEN_DATA_REFUSED`, `PRIVACY_REFUSED`, `PRIVACY_UNDECLARED`, and those of `login`
 */
export async function loginWithOpenData(tapped?: OpenData): Promise<SignedIn> {
  const code = spendCode()
  try {
    return await (tapped ? loginWith(tapped, code) : loginAnew(code))
  } catch (error) {
    if (!wantsNewCode(error)) throw error
    return await loginAnew()
  } finally {
    renew()
  }
}

/** The code first: data that is older than its session does not open. */
async function loginAnew(kept?: string): Promise<SignedIn> {
  try {
    const code = kept ?? (await freshCode())
    return await loginWith(await wx.getUserInfo({ withCredentials: true }), code)
  } catch (cause) {
    throw cause instanceof OneIdError ? cause : refusal(cause)
  }
}

async function loginWith(data: OpenData, code: string | undefined): Promise<SignedIn> {
  const { cloudID, encryptedData, iv, rawData, signature } = data
  if (!encryptedData) throw refusal(data)
  return login({
    ...(cloudID && { openData: wx.cloud.CloudID(cloudID) }),
    ...(code && { code, encryptedData, iv, rawData, signature }),
  })
}

function refusal(cause: unknown): OneIdError {
  return failed(cause, { code: 'OPEN_DATA_REFUSED', message: '微信没有给出开放数据。' })
}
