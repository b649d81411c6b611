import type { PackageShape } from './standIn.ts'

/**
 * What the bundles do with packages that wx-server-sdk 4.0.2 brings. Only the imports of packages are concerned: what
 * a function imports itself is always the package itself. Times: Node 20, of 85 ms that a whole bundle took to load.
 */

/** Package → why no function needs it. Whoever uses it all the same gets an error that names this file. */
export type LeftOut = Readonly<Record<string, string>>

/** In no bundle. */
const LEFT_OUT: LeftOut = {
  '@cloudbase/ai': 'language models: `cloud.ai()` alone uses it',
  '@cloudbase/app': '`cloud.ai()` takes one word of it',
  '@cloudbase/wx-cloud-client-sdk':
    'data models and SQL, which wx-server-sdk offers to nobody; it loads `fetch`, 11 ms. The SDK ignores that it fails',
  'web-streams-polyfill': 'answers of `cloud.ai()` that come in pieces',
}

/** For functions that use the database and the caller's context, and nothing else of the SDK. */
const OF_MORE_THAN_A_DATABASE: LeftOut = {
  axios: 'asks the metadata server outside the cloud, where the SDK ignores that it fails',
  'form-data': 'the body of cloud calls and of uploads',
  jsonwebtoken: 'tickets for custom login: `auth().createTicket()`',
  'mime-db': 'names files that cloud calls answer, and those of uploads',
  xml2js: 'answers of the file storage',
}

/** Functions whose code uses the database and the context alone; tests/tools/bundles.test.ts reads their bundles. */
const LEFT_OUT_OF: Readonly<Record<string, LeftOut>> = {
  admin: OF_MORE_THAN_A_DATABASE,
  cloudbase_auth: OF_MORE_THAN_A_DATABASE,
  gateway: OF_MORE_THAN_A_DATABASE,
  login: OF_MORE_THAN_A_DATABASE,
}

interface Late extends PackageShape {
  readonly reason: string
}

/** In the bundles, and evaluated at first use. */
export const LATE: Readonly<Record<string, Late>> = {
  axios: { callable: true, esModule: false, reason: 'used outside the cloud only, 5 ms' },
  bson: { callable: false, esModule: true, reason: 'the first answer of the database needs it, 2 ms' },
  'form-data': { callable: true, esModule: false, reason: 'cloud calls and uploads, 1 ms' },
  'http-proxy-agent': { callable: true, esModule: false, reason: 'used behind a proxy only' },
  'https-proxy-agent': { callable: true, esModule: false, reason: 'used behind a proxy only, 1 ms' },
  jsonwebtoken: { callable: false, esModule: false, reason: 'custom login only, 5 ms' },
  'mime-db': { callable: false, esModule: false, reason: '200 KB of JSON, 3 ms' },
  xml2js: { callable: false, esModule: false, reason: 'file storage only, 2 ms' },
}

/** What the bundle of a function does not have. */
export const leftOutOf = (functionName: string): LeftOut => ({ ...LEFT_OUT, ...LEFT_OUT_OF[functionName] })
