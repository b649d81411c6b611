import type { Signature } from './signatures.ts'

/** Where the local cloud serves its object store. */
const ROOT = '/storage/'

/** What an upload carries in its header or form field. */
export const authorizationOf = ({ sign, until }: Signature): string => `LOCAL-${until}-${sign}`

export const readAuthorization = (text: string | undefined): Signature | undefined => {
  const match = /^LOCAL-(\d{1,15})-([0-9a-f]{64})$/.exec(text ?? '')
  return match === null ? undefined : { until: Number(match[1]), sign: match[2] ?? '' }
}

export const uploadUrl = (origin: string, path: string): string =>
  origin + ROOT + path.split('/').map(encodeURIComponent).join('/')

/**
 * A temporary URL. The SDK passes it through encodeURI before it downloads (wx-server-sdk 2.6.3, 3.0.4, 4.0.2), so
 * Chinese names stand in it as they are; only what would end the path is written as %23, %25 or %3F.
 */
export const downloadUrl = (origin: string, path: string, { sign, until }: Signature): string =>
  `${origin}${ROOT}${path.replaceAll(/[%?#\\]/g, encodeURIComponent)}?sign=${sign}&t=${until}`

const decoded = (text: string): string | undefined => {
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}

/**
 * The paths that an address may stand for, likeliest first. After the SDK's encodeURI a %23 is a %2523; the signature
 * tells which one is meant.
 */
export const pathsOf = (pathname: string): readonly string[] => {
  const once = decoded(pathname.slice(ROOT.length))
  if (once === undefined || once === '') return []
  const twice = decoded(once)
  return twice === undefined || twice === once ? [once] : [once, twice]
}
