import { randomBytes } from 'node:crypto'
import { Hono } from 'hono'
import { createAdmin } from './admin.ts'
import { createClientCalls } from './clientCalls.ts'
import { createClientDatabase } from './clientDatabase.ts'
import { createClientRoute } from './clientRoute.ts'
import { createClientStorage } from './clientStorage.ts'
import type { CallLog } from './cloudbase/callLog.ts'
import { createCallLog } from './cloudbase/callLog.ts'
import type { CloudAnswers } from './cloudbase/cloudCalls.ts'
import { createCredentials } from './cloudbase/credentials.ts'
import type { Database, DatabaseOptions } from './cloudbase/database/index.ts'
import { openDatabase } from './cloudbase/database/index.ts'
import { ENVIRONMENT_ID, instanceEnvironment } from './cloudbase/functions/environment.ts'
import type { FunctionSettings, Functions } from './cloudbase/functions/index.ts'
import { createFunctions } from './cloudbase/functions/index.ts'
import { openInspector } from './cloudbase/functions/inspect.ts'
import type { LogLevel } from './cloudbase/functions/instance.ts'
import type { Timers } from './cloudbase/functions/timers/index.ts'
import { createTimers } from './cloudbase/functions/timers/index.ts'
import { createStorage } from './cloudbase/storage/index.ts'
import { createWire } from './cloudbase/wire.ts'
import type { CloudCallEvents } from './cloudCallServices.ts'
import { createCloudCallServices } from './cloudCallServices.ts'
import { createControl } from './control.ts'
import { jsonOnly, ownHost, ownOrigin } from './doors.ts'
import { refusingApi, unreliableApi, unreliableDelivery } from './faultSwitches.ts'
import type { Faults } from './faults.ts'
import { createFaults } from './faults.ts'
import { openHttpAccess } from './httpAccess.ts'
import { listen } from './listen.ts'
import { createPhoneRoute } from './phoneRoute.ts'
import { createPushDelivery } from './pushDelivery.ts'
import { createSimulator } from './simulator/index.ts'
import { createStorageRoute } from './storageRoute.ts'
import { UserError } from './userError.ts'
import { createWeChatAnswers } from './weChatAnswers.ts'
import type { Agenda } from './wechat/agenda.ts'
import { createAgenda } from './wechat/agenda.ts'
import type { WorldClock } from './wechat/clock.ts'
import { createClock } from './wechat/clock.ts'
import { createWeChatHosts, hostPath, WECHAT_HOSTS } from './wechat/hosts.ts'
import type { SimulatedWeChat } from './wechat/index.ts'
import { createWeChat } from './wechat/index.ts'
import { createOpenPages } from './wechat/pages/index.ts'
import type { Tables } from './wechat/tables.ts'
import { openTables } from './wechat/tables.ts'
import type { World } from './wechat/world.ts'
import { createWorldOf } from './wechat/world.ts'
import { unreliableWire } from './wireFaults.ts'

/** What the local cloud tells whoever started it; the terminal decides how it looks. */
export interface LocalCloudEvents extends CloudCallEvents {
  readonly onFunctionLog?: (functionName: string, level: LogLevel, text: string) => void
  readonly onMissingCollection?: (collection: string) => void
  /** A fault of the local cloud itself. */
  readonly onFault?: (error: unknown) => void
  /** The mini-program does not build: one line with file, line and column. */
  readonly onMiniProgramProblem?: (line: string) => void
}

export interface LocalCloudOptions extends LocalCloudEvents {
  /** Apps and people, as in a world file. */
  readonly world: unknown
  /** Folder with one sub-folder per built function. */
  readonly functionsRoot: string
  readonly functionSettings?: Readonly<Record<string, FunctionSettings>>
  /** Folder with app.json; without one there is no simulator. */
  readonly miniprogramRoot?: string
  readonly storage: DatabaseOptions['storage']
  /** Folder of uploaded files; in memory without one. */
  readonly storageDir?: string
  /** What answers cloud and pay calls before the simulated WeChat does: the first that knows one. */
  readonly answers?: readonly CloudAnswers[]
  /** 0 for any free port. */
  readonly port: number
  /** Timers of functions: by themselves (the default), or only when somebody moves the clock or asks. */
  readonly timers?: 'by-themselves' | 'when-asked'
  /** Keeps one warm instance more than calls need, once a function was called. */
  readonly spareInstances?: boolean
  /** Opens the inspector on this port, 0 for any free one; functions have no time-outs. */
  readonly inspectPort?: number
  readonly createCollections?: boolean
  /** What happens to requests of functions to hosts that are not simulated. */
  readonly otherHosts?: 'pass' | 'refuse'
}

/** A running local cloud. */
export interface LocalCloud {
  /** `http://127.0.0.1:<port>` */
  readonly url: string
  /** The HTTP access service: `<httpUrl>/http/<function>/<path>`. */
  readonly httpUrl: string
  readonly world: World
  readonly clock: WorldClock
  readonly weChat: SimulatedWeChat
  /** What WeChat still does later: payment callbacks, pushed events. */
  readonly agenda: Agenda
  readonly faults: Faults
  readonly functions: Functions
  readonly timers: Timers
  readonly database: Database
  readonly calls: CallLog
  /** Environment of a program that uses the real SDK on this local cloud, with a credential of its own. */
  readonly environment: (program: string) => Readonly<Record<string, string>>
  readonly close: () => Promise<void>
}

const VERSION = '0.1.0'

const openData = (options: LocalCloudOptions, clock: WorldClock): Database => {
  const { storage, createCollections = false, onMissingCollection } = options
  try {
    return openDatabase({
      storage,
      now: clock.now,
      createCollections,
      ...(onMissingCollection && { onMissingCollection }),
    })
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error)
    throw new UserError(
      'DATA_UNUSABLE',
      words,
      'Move it away, or choose another folder: npm start -- --data <dir>',
    )
  }
}

/** A wrong world must not leave the data open: the next start would find it in use. */
const worldOrClose = (definition: unknown, tables: Tables, faults: Faults, closeData: () => void): World => {
  try {
    return createWorldOf(definition, tables, () => faults.strike('context', ['no-unionid']) !== undefined)
  } catch (error) {
    closeData()
    throw error
  }
}

/**
 * Starts CloudBase and WeChat on this machine.
 * @throws UserError PORT_IN_USE, WORLD_INVALID, DATA_UNUSABLE
 */
export const startLocalCloud = async (options: LocalCloudOptions): Promise<LocalCloud> => {
  const clock = createClock()
  const database = createClientDatabase(openData(options, clock), clock.now)
  // In the file of the database, which must be there first: it takes no file that is not its own.
  const tables = openTables(options.storage)
  const closeData = (): void => {
    tables.close()
    database.close()
  }
  const faults = createFaults()
  const world = worldOrClose(options.world, tables, faults, closeData)
  const onFault = options.onFault ?? console.error
  const agenda = createAgenda(clock, onFault)
  const weChat = createWeChat({
    world,
    now: clock.now,
    tables,
    random: (bytes) => randomBytes(bytes).toString('hex'),
    agenda,
    callFunction: async (name, event) => {
      const outcome = await functions.call(name, event, { source: 'wx_paycallback' })
      if ('failure' in outcome) throw new Error(`${name} failed`)
      return outcome.result
    },
    nextPaymentFault: unreliableDelivery(faults, 'pay.callback'),
  })
  const calls = createCallLog()
  const credentials = createCredentials()
  let port = 0
  let httpUrl = ''
  const url = (): string => `http://127.0.0.1:${port}`

  const functions = createFunctions({
    root: options.functionsRoot,
    settings: options.functionSettings ?? {},
    adminUrl: () => `${url()}/admin`,
    hosts: () => ({
      simulated: Object.fromEntries(WECHAT_HOSTS.map((host) => [host, `${url()}${hostPath(host)}`])),
      others: options.otherHosts ?? 'pass',
    }),
    clock: clock.state,
    now: clock.now,
    credentials,
    calls,
    onLog: options.onFunctionLog ?? (() => {}),
    spare: options.spareInstances ?? true,
    inspect: options.inspectPort !== undefined,
  })
  weChat.push.connect(createPushDelivery(functions.call), unreliableDelivery(faults, 'push'))
  const fileStorage = createStorage({
    folder: options.storageDir,
    environment: ENVIRONMENT_ID,
    now: clock.now,
    origin: url,
  })
  const cloudCalls = createCloudCallServices({
    answers: [...(options.answers ?? []), createWeChatAnswers(world, weChat)],
    functionsRoot: options.functionsRoot,
    onFault,
    ...(options.onUnanswered && { onUnanswered: options.onUnanswered }),
    ...(options.onNotPermitted && { onNotPermitted: options.onNotPermitted }),
  })
  const wire = createWire(
    [database.service, functions.service, fileStorage.service, ...cloudCalls.services],
    onFault,
  )
  const simulator =
    options.miniprogramRoot === undefined
      ? undefined
      : createSimulator({
          miniprogramRoot: options.miniprogramRoot,
          onProblem: options.onMiniProgramProblem ?? (() => {}),
        })

  const app = new Hono()
  const currentPort = (): number => port
  app.onError((error, context) => {
    onFault(error)
    return context.json({ error: 'a fault of the local cloud; its terminal shows the stack' }, 500)
  })
  app.use(ownHost(currentPort))
  for (const path of ['/admin', '/__cloud/*', '/__world/*', '/storage/*'])
    app.use(path, ownOrigin(currentPort))
  app.use('/admin', jsonOnly(['multipart/form-data']))
  for (const path of ['/__cloud/*', '/__world/*']) app.use(path, jsonOnly())

  app.get('/health', (context) =>
    context.json({ status: 'ok', version: VERSION, functions: functions.names() }),
  )
  app.route('/admin', createAdmin(credentials, functions, unreliableWire(wire, faults)))
  app.route('/__cloud', createClientCalls(world, functions, cloudCalls.openData))
  app.route('/__cloud/database', createClientRoute(world, database.forClients))
  app.route('/__cloud/storage', createClientRoute(world, createClientStorage(fileStorage.service)))
  app.route('/__cloud', createPhoneRoute(world, weChat.clientApis))
  app.route('/__world', createControl({ world, weChat, faults, clock, calls, database }))
  app.route('/storage', createStorageRoute(fileStorage))
  app.use('/wechat/api.weixin.qq.com/*', unreliableApi(faults))
  app.route('/wechat', createWeChatHosts(weChat.doors, clock.now, { refuse: refusingApi(faults) }))
  if (simulator !== undefined) {
    app.get('/', (context) => context.redirect('/simulator/'))
    app.get('/simulator', (context) => context.redirect('/simulator/'))
    app.get('/simulator/*', async (context) => {
      const file = await simulator.file(context.req.path.slice('/simulator/'.length))
      return new Response(file.body, { status: file.status, headers: { 'content-type': file.contentType } })
    })
  }

  const opened: (() => Promise<void> | void)[] = []
  let timers: Timers | undefined
  const close = async (): Promise<void> => {
    agenda.close()
    timers?.end()
    await functions.end()
    for (const one of opened) await one()
    await simulator?.close()
    closeData()
  }
  try {
    const main = await listen(app, options.port)
    opened.push(main.close)
    port = main.port
    const http = await openHttpAccess(
      functions,
      options.port === 0 ? 0 : port + 1,
      onFault,
      createOpenPages({ world, oauth: weChat.oauth }),
    )
    opened.push(http.close)
    httpUrl = http.url
  } catch (error) {
    await close()
    throw error
  }
  if (options.inspectPort !== undefined) opened.push(openInspector(options.inspectPort))
  timers = createTimers({
    root: options.functionsRoot,
    names: functions.names,
    clock,
    call: functions.call,
    onProblem: (name, words) => options.onFunctionLog?.(name, 'error', words),
    followRealTime: options.timers !== 'when-asked',
  })
  const environment = (program: string) =>
    instanceEnvironment(program, `${url()}/admin`, credentials.issue(program))
  return {
    url: url(),
    httpUrl,
    world,
    weChat,
    agenda,
    faults,
    clock,
    functions,
    timers,
    database,
    calls,
    environment,
    close,
  }
}
