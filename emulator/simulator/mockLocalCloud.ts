import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { Simulator } from './index.ts'

/** What the page has sent. */
interface ReceivedCall {
  name: unknown
  data: unknown
  person: string
  app: string
}

/** The status and JSON body of one answer. */
export type Answer = readonly [status: number, body: object]

export interface MockLocalCloud {
  address: string
  calls: ReceivedCall[]
  /** What `wx.cloud.callFunction` gets. */
  answer: (call: ReceivedCall) => Answer
  /** Tells all open pages another time. */
  tellClock(reading: { now: number; frozen: boolean }): void
  close(): Promise<void>
}

const APPS = [
  { appid: 'wx0000000000000001', alias: 'shop', kind: 'mini-program', openPlatformId: null },
  { appid: 'wx0000000000000002', alias: 'club', kind: 'mini-program', openPlatformId: 'main' },
  { appid: 'wx0000000000000003', alias: 'news', kind: 'official-account', openPlatformId: 'main' },
]
const PEOPLE = [
  { id: 'alice', name: '爱丽丝' },
  { id: 'bob', name: '小明' },
]

/** The part of the local cloud that a page of the simulator talks to, for tests of the simulator alone. */
export async function startMockLocalCloud(simulator: Simulator): Promise<MockLocalCloud> {
  const listeners = new Set<ServerResponse>()
  let clock = { now: Date.UTC(2026, 0, 1), frozen: true }

  const facts: Readonly<Record<string, () => unknown>> = {
    '/__world/apps': () => APPS,
    '/__world/people': () => PEOPLE,
    '/__world/clock': () => clock,
  }

  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { pathname } = new URL(request.url ?? '/', 'http://127.0.0.1')
    const fact = facts[pathname]
    if (fact) return sendJson(response, 200, fact())
    if (pathname === '/__world/events') {
      response.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders()
      listeners.add(response)
      return
    }
    if (pathname === '/__cloud/callFunction') {
      const call = await readCall(request)
      mock.calls.push(call)
      return sendJson(response, ...mock.answer(call))
    }
    const file = await simulator.file(pathname.replace(/^\/simulator\//, ''))
    response.writeHead(file.status, { 'content-type': file.contentType }).end(file.body)
  }

  const server = createServer((request, response) => {
    serve(request, response).catch((error: unknown) => response.writeHead(500).end(String(error)))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const bound = server.address()
  const port = typeof bound === 'object' && bound ? bound.port : 0

  const mock: MockLocalCloud = {
    address: `http://127.0.0.1:${port}`,
    calls: [],
    answer: () => [500, { errCode: -1, errMsg: 'the test says no answer' }],
    tellClock(reading) {
      clock = reading
      for (const each of listeners) each.write(`event: clock\ndata: ${JSON.stringify(reading)}\n\n`)
    },
    close() {
      server.closeAllConnections()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
  return mock
}

async function readCall(request: IncomingMessage): Promise<ReceivedCall> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(Buffer.from(chunk))
  const body: { name?: unknown; data?: unknown } = JSON.parse(Buffer.concat(chunks).toString('utf8'))
  return {
    name: body.name,
    data: body.data,
    person: header(request, 'x-person'),
    app: header(request, 'x-app'),
  }
}

function header(request: IncomingMessage, name: string): string {
  return String(request.headers[name] ?? '')
}

function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}
