import { randomBytes } from 'node:crypto'
import type { CallLog } from './cloudbase/callLog.ts'
import type { Credentials } from './cloudbase/credentials.ts'
import { ENVIRONMENT_ID } from './cloudbase/functions/environment.ts'
import type { Functions } from './cloudbase/functions/index.ts'
import { createFunctions } from './cloudbase/functions/index.ts'
import type { OpenData } from './cloudbase/opendata/index.ts'
import type { Storage } from './cloudbase/storage/index.ts'
import { createStorage } from './cloudbase/storage/index.ts'
import type { Wire } from './cloudbase/wire.ts'
import { createWire } from './cloudbase/wire.ts'
import { createCloudCallServices } from './cloudCallServices.ts'
import { refusingCloudCalls, refusingSources, skewingClocks, unreliableDelivery } from './faultSwitches.ts'
import type { Faults } from './faults.ts'
import { createFunctionPost } from './functionPost.ts'
import type { LocalCloudOptions } from './localCloudOptions.ts'
import type { LocalData } from './localData.ts'
import { createPushDelivery } from './pushDelivery.ts'
import { createWeChatAnswers } from './weChatAnswers.ts'
import type { Agenda } from './wechat/agenda.ts'
import type { WorldClock } from './wechat/clock.ts'
import { hostPath, WECHAT_HOSTS } from './wechat/hosts.ts'
import type { SimulatedWeChat } from './wechat/index.ts'
import { createWeChat } from './wechat/index.ts'

/** Addresses that are known once the servers listen. */
export interface Addresses {
  readonly main: () => string
  /** Of the HTTP access service, which opens last: whoever is early waits, and rejects if it cannot open. */
  readonly http: () => Promise<string>
}

export interface CloudParts {
  readonly options: LocalCloudOptions
  readonly data: LocalData
  readonly clock: WorldClock
  readonly agenda: Agenda
  readonly faults: Faults
  readonly calls: CallLog
  readonly credentials: Credentials
  readonly addresses: Addresses
  readonly onFault: (error: unknown) => void
}

/** CloudBase and WeChat over one world, joined: each calls the other only through what is passed here. */
export interface Cloud {
  readonly weChat: SimulatedWeChat
  readonly functions: Functions
  readonly storage: Storage
  readonly openData: OpenData
  readonly wire: Wire
}

const startFunctions = ({ options, clock, faults, calls, credentials, addresses }: CloudParts): Functions =>
  createFunctions({
    root: options.functionsRoot,
    settings: options.functionSettings ?? {},
    adminUrl: () => `${addresses.main()}/admin`,
    httpUrl: addresses.http,
    hosts: () => ({
      simulated: Object.fromEntries(
        WECHAT_HOSTS.map((host) => [host, `${addresses.main()}${hostPath(host)}`]),
      ),
      others: options.otherHosts ?? 'pass',
    }),
    clock: clock.state,
    clockSkewMs: skewingClocks(faults),
    now: clock.now,
    credentials,
    calls,
    onLog: options.onFunctionLog ?? (() => {}),
    spare: options.spareInstances ?? true,
    inspect: options.inspectPort !== undefined,
  })

const startWeChat = (parts: CloudParts, functions: Functions): SimulatedWeChat => {
  const { data, clock, agenda, faults, addresses } = parts
  const weChat = createWeChat({
    world: data.world,
    now: clock.now,
    tables: data.tables,
    random: (bytes) => randomBytes(bytes).toString('hex'),
    agenda,
    callFunction: async (name, event) => {
      const outcome = await functions.call(name, event, { source: 'wx_paycallback' })
      if ('failure' in outcome) throw new Error(`${name} failed`)
      return outcome.result
    },
    postToFunction: createFunctionPost(addresses.http),
    nextPaymentFault: unreliableDelivery(faults, 'pay.callback'),
  })
  weChat.push.connect(createPushDelivery(functions.call, addresses.http), unreliableDelivery(faults, 'push'))
  return weChat
}

export const createCloud = (parts: CloudParts): Cloud => {
  const { options, data, clock, faults, addresses, onFault } = parts
  const functions = startFunctions(parts)
  const weChat = startWeChat(parts, functions)
  const storage = createStorage({
    folder: options.storageDir,
    environment: ENVIRONMENT_ID,
    now: clock.now,
    origin: addresses.main,
  })
  const cloudCalls = createCloudCallServices({
    answers: [
      ...(options.answers ?? []),
      createWeChatAnswers(data.world, weChat, refusingCloudCalls(faults)),
    ],
    functionsRoot: options.functionsRoot,
    refusesSource: refusingSources(faults),
    onFault,
    ...(options.onUnanswered && { onUnanswered: options.onUnanswered }),
    ...(options.onNotPermitted && { onNotPermitted: options.onNotPermitted }),
  })
  const services = [data.database.service, functions.service, storage.service, ...cloudCalls.services]
  return { weChat, functions, storage, openData: cloudCalls.openData, wire: createWire(services, onFault) }
}
