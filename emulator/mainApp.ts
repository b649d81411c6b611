import { Hono } from 'hono'
import { createAdmin } from './admin.ts'
import { createClientCalls } from './clientCalls.ts'
import { createClientRoute } from './clientRoute.ts'
import { createClientStorage } from './clientStorage.ts'
import type { Cloud, CloudParts } from './cloud.ts'
import { createControl } from './control.ts'
import { jsonOnly, ownHost, ownOrigin, ownPages } from './doors.ts'
import { refusingApi, unreliableApi, withholdingUnionids } from './faultSwitches.ts'
import { createPhoneRoute } from './phoneRoute.ts'
import { createReset } from './resetWorld.ts'
import type { Simulator } from './simulator/index.ts'
import { createStorageRoute } from './storageRoute.ts'
import type { CompleteWorld } from './wechat/definition.ts'
import { createWeChatHosts } from './wechat/hosts.ts'
import { unreliableWire } from './wireFaults.ts'

const VERSION = '0.1.0'

export interface MainAppParts extends CloudParts {
  readonly cloud: Cloud
  readonly definition: CompleteWorld
  readonly simulator: Simulator | undefined
  /** Our own port, once it is known. */
  readonly port: () => number
}

/** Everything on the first port, behind its doors. */
export const createMainApp = (parts: MainAppParts): Hono => {
  const {
    options,
    data,
    cloud,
    clock,
    agenda,
    faults,
    calls,
    credentials,
    definition,
    simulator,
    port,
    onFault,
  } = parts
  const { database, world } = data
  const { weChat, functions, storage, wire } = cloud
  const reset = createReset({ definition, world, faults, agenda, database })
  const app = new Hono()
  app.onError((error, context) => {
    onFault(error)
    return context.json({ error: 'a fault of the local cloud; its terminal shows the stack' }, 500)
  })
  app.use(ownHost(port))
  const closed = ['/admin', '/__cloud/*', '/__world/*', '/wechat/*']
  for (const path of [...closed, '/storage/*']) app.use(path, ownOrigin(port))
  // Not the storage: the address of a file is signed, and every page may show the picture.
  for (const path of [...closed, '/health', '/simulator/*']) app.use(path, ownPages)
  app.use('/admin', jsonOnly(['multipart/form-data']))
  for (const path of ['/__cloud/*', '/__world/*']) app.use(path, jsonOnly())

  app.get('/health', (context) =>
    context.json({ status: 'ok', version: VERSION, functions: functions.names() }),
  )
  app.route('/admin', createAdmin(credentials, functions, unreliableWire(wire, faults)))
  const calledByPhones = withholdingUnionids(functions, faults)
  app.route('/__cloud', createClientCalls(world, calledByPhones, cloud.openData, options.functionRules ?? {}))
  app.route('/__cloud/database', createClientRoute(world, database.forClients))
  app.route('/__cloud/storage', createClientRoute(world, createClientStorage(storage.service)))
  app.route('/__cloud', createPhoneRoute(world, weChat.clientApis))
  app.route('/__world', createControl({ world, weChat, faults, clock, calls, database, reset }))
  app.route('/storage', createStorageRoute(storage))
  app.use('/wechat/api.weixin.qq.com/*', unreliableApi(faults))
  app.route('/wechat', createWeChatHosts(weChat.doors, clock.now, { refuse: refusingApi(faults) }))
  if (simulator !== undefined) {
    app.get('/', (context) => context.redirect('/simulator/'))
    app.get('/simulator', (context) => context.redirect('/simulator/'))
    app.get('/simulator/changes', () => {
      const headers = { 'content-type': 'text/event-stream', 'cache-control': 'no-store' }
      return new Response(simulator.changes(), { headers })
    })
    app.get('/simulator/*', async (context) => {
      const file = await simulator.file(context.req.path.slice('/simulator/'.length))
      return new Response(file.body, { status: file.status, headers: { 'content-type': file.contentType } })
    })
  }
  return app
}
