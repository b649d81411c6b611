import { randomBytes } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import { createAdaptorServer } from '@hono/node-server'
import { Hono } from 'hono'
import { createAdmin } from './admin.ts'
import { createClientCalls } from './clientCalls.ts'
import type { CallLog } from './cloudbase/callLog.ts'
import { createCallLog } from './cloudbase/callLog.ts'
import type { CloudAnswers } from './cloudbase/cloudCalls.ts'
import { createCredentials } from './cloudbase/credentials.ts'
import type { Database, DatabaseOptions } from './cloudbase/database/index.ts'
import { openDatabase } from './cloudbase/database/index.ts'
import { ENVIRONMENT_ID, instanceEnvironment } from './cloudbase/functions/environment.ts'
import type { FunctionSettings, Functions } from './cloudbase/functions/index.ts'
import { createFunctions } from './cloudbase/functions/index.ts'
import type { LogLevel } from './cloudbase/functions/instance.ts'
import { createStorage } from './cloudbase/storage/index.ts'
import { createWire } from './cloudbase/wire.ts'
import type { CloudCallEvents } from './cloudCallServices.ts'
import { createCloudCallServices } from './cloudCallServices.ts'
import { createControl } from './control.ts'
import { jsonOnly, ownHost, ownOrigin } from './doors.ts'
import { createSimulator } from './simulator/index.ts'
import { createStorageRoute } from './storageRoute.ts'
import { UserError } from './userError.ts'
import type { WorldClock } from './wechat/clock.ts'
import { createClock } from './wechat/clock.ts'
import { createWeChatHosts, hostPath, WECHAT_HOSTS } from './wechat/hosts.ts'
import { createWeChat } from './wechat/index.ts'
import type { Tables } from './wechat/tables.ts'
import { openTables } from './wechat/tables.ts'
import type { World } from './wechat/world.ts'
import { createWorldOf } from './wechat/world.ts'

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
  readonly createCollections?: boolean
  /** What happens to requests of functions to hosts that are not simulated. */
  readonly otherHosts?: 'pass' | 'refuse'
}

/** A running local cloud. */
export interface LocalCloud {
  /** `http://127.0.0.1:<port>` */
  readonly url: string
  readonly world: World
  readonly clock: WorldClock
  readonly functions: Functions
  readonly database: Database
  readonly calls: CallLog
  /** Environment of a program that uses the real SDK on this local cloud, with a credential of its own. */
  readonly environment: (program: string) => Readonly<Record<string, string>>
  readonly close: () => Promise<void>
}

const VERSION = '0.1.0'

const listen = (server: ReturnType<typeof createAdaptorServer>, port: number): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EADDRINUSE' && error.code !== 'EACCES') return reject(error)
      reject(new UserError('PORT_IN_USE', `port ${port} is in use`, 'npm start -- --port 0'))
    })
    server.listen(port, '127.0.0.1', () => {
      const address: AddressInfo | string | null = server.address()
      resolve(typeof address === 'object' && address !== null ? address.port : port)
    })
  })

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
const worldOrClose = (definition: unknown, tables: Tables, closeData: () => void): World => {
  try {
    return createWorldOf(definition, tables)
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
  const database = openData(options, clock)
  // In the file of the database, which must be there first: it takes no file that is not its own.
  const tables = openTables(options.storage)
  const closeData = (): void => {
    tables.close()
    database.close()
  }
  const world = worldOrClose(options.world, tables, closeData)
  const weChat = createWeChat({
    world,
    now: clock.now,
    tables,
    random: (bytes) => randomBytes(bytes).toString('hex'),
  })
  const calls = createCallLog()
  const credentials = createCredentials()
  const onFault = options.onFault ?? console.error
  let port = 0
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
  })
  const fileStorage = createStorage({
    folder: options.storageDir,
    environment: ENVIRONMENT_ID,
    now: clock.now,
    origin: url,
  })
  const cloudCalls = createCloudCallServices({
    answers: options.answers ?? [],
    functionsRoot: options.functionsRoot,
    onFault,
    ...(options.onUnanswered && { onUnanswered: options.onUnanswered }),
    ...(options.onNotPermitted && { onNotPermitted: options.onNotPermitted }),
  })
  const wire = createWire([database.service, fileStorage.service, ...cloudCalls.services], onFault)
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
  app.route('/admin', createAdmin(credentials, functions, wire))
  app.route('/__cloud', createClientCalls(world, functions, cloudCalls.openData))
  app.route('/__world', createControl({ world, clock, calls, database }))
  app.route('/storage', createStorageRoute(fileStorage))
  app.route('/wechat', createWeChatHosts(weChat.doors, clock.now))
  if (simulator !== undefined) {
    app.get('/', (context) => context.redirect('/simulator/'))
    app.get('/simulator', (context) => context.redirect('/simulator/'))
    app.get('/simulator/*', async (context) => {
      const file = await simulator.file(context.req.path.slice('/simulator/'.length))
      return new Response(file.body, { status: file.status, headers: { 'content-type': file.contentType } })
    })
  }

  const server = createAdaptorServer({ fetch: app.fetch })
  const close = async (): Promise<void> => {
    await functions.end()
    await simulator?.close()
    await new Promise((resolve) => {
      server.close(resolve)
      if ('closeAllConnections' in server) server.closeAllConnections()
    })
    closeData()
  }
  try {
    port = await listen(server, options.port)
  } catch (error) {
    closeData()
    await simulator?.close()
    throw error
  }
  // The SDK keeps idle sockets and does not retry one that was closed under it; Node's default is 5 s.
  if ('keepAliveTimeout' in server) server.keepAliveTimeout = 65_000
  const environment = (program: string) =>
    instanceEnvironment(program, `${url()}/admin`, credentials.issue(program))
  return { url: url(), world, clock, functions, database, calls, environment, close }
}
