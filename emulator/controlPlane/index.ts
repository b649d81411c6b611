import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Actions, ActionWorld, ServiceName } from './action.ts'
import { makeCertificates } from './certificate.ts'
import { COLLECTION_ACTIONS } from './collections.ts'
import { ENVIRONMENT_ACTIONS } from './environments.ts'
import { Refusal } from './errors.ts'
import type { Faults } from './faults.ts'
import { createFaults, Dropped } from './faults.ts'
import { CODE_HOST, FUNCTION_ACTIONS } from './functions.ts'
import { HTTP_ACCESS_ACTIONS } from './httpAccess.ts'
import { invokeUploaded } from './invoke.ts'
import { PLANE_LIMITS } from './limits.ts'
import { LOG_ACTIONS } from './logs.ts'
import { startProxy } from './proxy.ts'
import { RULE_ACTIONS } from './rules.ts'
import type { AccountKey } from './signature.ts'
import { checkSignature } from './signature.ts'
import type { Account } from './state.ts'
import { createAccount } from './state.ts'

export interface ControlPlaneOptions {
  readonly key: AccountKey
  /** Ids of the account's environments; they are empty. */
  readonly environments: readonly string[]
  /** Milliseconds since 1970. */
  readonly now?: () => number
}

/** Something that was asked, with a good signature. */
export interface AskedAction {
  readonly service: ServiceName
  readonly action: string
  readonly body: unknown
}

/** The control plane of one account, on this machine. */
export interface ControlPlane {
  /** `http_proxy` of whatever is to reach it. */
  readonly proxyUrl: string
  /** PEM of the authority to trust: `NODE_EXTRA_CA_CERTS` names a file that holds it. */
  readonly authority: string
  /** In order. */
  readonly asked: readonly AskedAction[]
  /** Hosts that somebody wanted and that are not here, in order. */
  readonly unreachable: readonly string[]
  readonly account: Account
  readonly faults: Faults
  readonly close: () => Promise<void>
}

interface Product {
  readonly name: ServiceName
  readonly version: string
  readonly actions: Actions
}

const PRODUCTS: Readonly<Record<string, Product>> = {
  'tcb.tencentcloudapi.com': {
    name: 'tcb',
    version: '2018-06-08',
    actions: {
      ...ENVIRONMENT_ACTIONS,
      ...COLLECTION_ACTIONS,
      ...RULE_ACTIONS,
      ...HTTP_ACCESS_ACTIONS,
      ...LOG_ACTIONS,
    },
  },
  'scf.tencentcloudapi.com': { name: 'scf', version: '2018-04-16', actions: FUNCTION_ACTIONS },
}

const hostOf = ({ headers }: IncomingMessage): string => (headers.host ?? '').replace(/:\d+$/, '')

const readBody = async (request: IncomingMessage): Promise<Buffer> => {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of request) {
    chunks.push(Buffer.from(chunk))
    bytes += chunk.length
    if (bytes > PLANE_LIMITS.BODY_BYTES)
      throw new Refusal('RequestSizeLimitExceeded', 'the body is too large')
  }
  return Buffer.concat(chunks)
}

const readJson = (body: Buffer): unknown => {
  try {
    return JSON.parse(body.toString())
  } catch {
    throw new Refusal('InvalidParameter', 'the body is no JSON')
  }
}

/** The zip of a function. Its address is signed on the platform, so it is asked for without a signature. */
const sendCode = (account: Account, target: string, response: ServerResponse): void => {
  const [, environment = '', name = ''] = /^\/([^/]+)\/([^/]+)\.zip$/.exec(target) ?? []
  const deployed = account.environments.get(environment)?.functions.get(name)
  if (deployed === undefined) response.writeHead(404).end()
  else response.writeHead(200, { 'content-type': 'application/zip' }).end(deployed.zip)
}

/**
 * Starts it on a free port of the loopback interface. What real tools send to tcb.tencentcloudapi.com and
 * scf.tencentcloudapi.com is answered here, if they use its proxy and trust its authority.
 */
export const createControlPlane = async (options: ControlPlaneOptions): Promise<ControlPlane> => {
  const now = options.now ?? Date.now
  const account = createAccount(options.environments)
  const world: ActionWorld = { account, now, newId: randomUUID, invoke: invokeUploaded(now) }
  const faults = createFaults()
  const asked: AskedAction[] = []
  const unreachable: string[] = []
  const certificates = makeCertificates(['*.tencentcloudapi.com', CODE_HOST], now())

  const answer = async (request: IncomingMessage): Promise<Readonly<Record<string, unknown>>> => {
    const product = PRODUCTS[hostOf(request)]
    const { method = '', url: target = '/', headers } = request
    if (product === undefined) throw new Refusal('NoSuchProduct', 'there is no such product')
    const body = await readBody(request)
    checkSignature({ method, target, headers, body }, product.name, options.key, Math.floor(now() / 1_000))
    const action = String(headers['x-tc-action'] ?? '')
    const content = readJson(body)
    asked.push({ service: product.name, action, body: content })
    if (headers['x-tc-version'] !== product.version)
      throw new Refusal('NoSuchVersion', `${product.name} has version ${product.version}`)
    const run = Object.hasOwn(product.actions, action) ? product.actions[action] : undefined
    if (run === undefined)
      throw new Refusal('InvalidAction', `${action} is not offered by ${product.name} here`)
    return faults.around(action, async () => run(content, world))
  }

  const respond = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const RequestId = randomUUID()
    const send = (fields: Readonly<Record<string, unknown>>): void => {
      response.writeHead(200, { 'content-type': 'application/json' })
      response.end(JSON.stringify({ Response: { ...fields, RequestId } }))
    }
    if (hostOf(request) === CODE_HOST) return sendCode(account, request.url ?? '', response)
    try {
      send(await answer(request))
    } catch (error) {
      if (error instanceof Dropped) return void request.socket.destroy()
      const code = error instanceof Refusal ? error.code : 'InternalError'
      send({ Error: { Code: code, Message: error instanceof Error ? error.message : String(error) } })
    }
  }

  const proxy = await startProxy({
    certificates,
    answersFor: (host) => host in PRODUCTS || host === CODE_HOST,
    onUnreachable: (host) => unreachable.push(host),
    listener: (request, response) => void respond(request, response),
  })
  return {
    proxyUrl: proxy.url,
    authority: certificates.authority,
    asked,
    unreachable,
    account,
    faults,
    close: proxy.close,
  }
}
