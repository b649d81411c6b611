import type { Addresses } from './cloud.ts'
import { createCloud } from './cloud.ts'
import { createCallLog } from './cloudbase/callLog.ts'
import { createCredentials } from './cloudbase/credentials.ts'
import { instanceEnvironment } from './cloudbase/functions/environment.ts'
import { openInspector } from './cloudbase/functions/inspect.ts'
import type { Timers } from './cloudbase/functions/timers/index.ts'
import { createTimers } from './cloudbase/functions/timers/index.ts'
import { createFaults } from './faults.ts'
import { openHttpAccess } from './httpAccess.ts'
import { listen } from './listen.ts'
import type { LocalCloud, LocalCloudOptions } from './localCloudOptions.ts'
import { openLocalData } from './localData.ts'
import { createMainApp } from './mainApp.ts'
import { faultsOf } from './resetWorld.ts'
import { createSimulator } from './simulator/index.ts'
import { createAgenda } from './wechat/agenda.ts'
import { createClock } from './wechat/clock.ts'
import { readWorld } from './wechat/definition.ts'
import { createOpenPages } from './wechat/pages/index.ts'

/**
 * Starts CloudBase and WeChat on this machine.
 * @throws UserError PORT_IN_USE, WORLD_INVALID, DATA_UNUSABLE
 */
export const startLocalCloud = async (options: LocalCloudOptions): Promise<LocalCloud> => {
  const definition = readWorld(options.world)
  const frozenAt = definition.clock?.frozenAt
  const clock = createClock(Date.now, frozenAt === undefined ? undefined : Date.parse(frozenAt))
  const faults = createFaults()
  faults.set(faultsOf(definition))
  const data = openLocalData(options, definition, clock)
  const onFault = options.onFault ?? console.error
  const agenda = createAgenda(clock, onFault)
  const calls = createCallLog()
  const credentials = createCredentials()
  let port = 0
  const url = (): string => `http://127.0.0.1:${port}`
  const addresses: Addresses = { main: url, http: () => opening }
  const parts = { options, data, clock, agenda, faults, calls, credentials, addresses, onFault }
  const cloud = createCloud(parts)
  const { functions, weChat } = cloud
  const { miniprogramRoot, onMiniProgramProblem: onProblem = () => {} } = options
  const simulator =
    miniprogramRoot === undefined
      ? undefined
      : createSimulator({ miniprogramRoot, onProblem, otherHosts: options.otherHosts ?? 'pass' })
  const app = createMainApp({ ...parts, cloud, definition, simulator, port: () => port })

  const opened: (() => Promise<void> | void)[] = []
  let timers: Timers | undefined
  const close = async (): Promise<void> => {
    agenda.close()
    timers?.end()
    await functions.end()
    for (const one of opened) await one()
    await simulator?.close()
    data.close()
  }
  /** Opens both servers; answers the address of the second. Requests may come while only the first is open. */
  const open = async (): Promise<string> => {
    const main = await listen(app, options.port)
    opened.push(main.close)
    port = main.port
    const http = await openHttpAccess(
      functions,
      options.port === 0 ? 0 : port + 1,
      onFault,
      createOpenPages({ world: data.world, oauth: weChat.oauth }),
    )
    opened.push(http.close)
    return http.url
  }
  const opening = open()
  const httpUrl = await opening.catch(async (error: unknown) => {
    await close()
    throw error
  })
  if (options.inspectPort !== undefined) opened.push(openInspector(options.inspectPort))
  timers = createTimers({
    root: options.functionsRoot,
    names: functions.names,
    deployed: (name) => options.functionSettings?.[name]?.triggers ?? [],
    clock,
    call: functions.call,
    onProblem: (name, words) => options.onFunctionLog?.(name, 'error', words),
    follow: options.timers ?? 'by-themselves',
  })
  const environment = (program: string) =>
    instanceEnvironment(program, `${url()}/admin`, credentials.issue(program))
  const { world, database } = data
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
