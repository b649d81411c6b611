import { OneIdError } from '../base/errors.ts'

const NAME = 'ONEID_GATEWAY_URL'
const LOOPBACK = /^(localhost|127\.0\.0\.1|\[::1\])$/

/**
 * Where the world reaches the function `gateway`: the issuer of its tokens, and the way back from WeChat. It comes from
 * the configuration and never from a request, whose Host header anybody can write.
 * @returns without a slash at its end
 * @throws OneIdError CONFIG_INVALID
 */
export const readGatewayAddress = (): string => {
  const text = process.env[NAME] ?? ''
  const url = URL.canParse(text) ? new URL(text) : undefined
  const isSafe = url?.protocol === 'https:' || (url?.protocol === 'http:' && LOOPBACK.test(url.hostname))
  const isBare = url?.search === '' && url.hash === '' && url.username === '' && url.password === ''
  if (!isSafe || !isBare)
    throw new OneIdError('CONFIG_INVALID', `${NAME} is not the https address of gateway`)
  return text.replace(/\/+$/, '')
}
