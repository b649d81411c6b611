import { readConfig } from '../common/base/config.ts'
import { readGatewayAddress } from '../common/runtime/gatewayAddress.ts'
import { defineHttp } from '../common/runtime/http.ts'
import { createRateLimiter } from '../common/runtime/rateLimit.ts'
import { readSecret } from '../common/runtime/secrets.ts'
import { lazyTokens } from '../common/runtime/tokens.ts'
import { config as input } from '../oneid.config.ts'
import { endpointsOf } from './endpoints.ts'

const config = readConfig(input)
const { gateway, limits } = config

const endpoints = endpointsOf({
  config,
  limiter: createRateLimiter(limits),
  secretOf: readSecret,
  tokens: lazyTokens(gateway, readSecret, readGatewayAddress),
  address: readGatewayAddress,
})

/** The HTTP door: `https://<HTTP access>/<path>` for everybody who does not call cloud functions. */
export const main = defineHttp('gateway', endpoints, {
  origins: gateway.redirects.map((redirect) => new URL(redirect).origin),
  prefix: () => new URL(readGatewayAddress()).pathname.replace(/\/$/, ''),
})
