import { randomUUID } from 'node:crypto'
import * as v from 'valibot'
import { readProject } from '../../emulator/cli/project.ts'
import { readSchemaFile } from '../../emulator/schemaFile.ts'
import { createWorld } from '../../emulator/testkit/index.ts'
import { PATHS, PROJECT_ROOT } from '../project/paths.ts'
import { sampleWorld } from '../project/sampleWorld.ts'

/** Requests to the database and calls to WeChat, which are billed alike. */
interface Cost {
  readonly database: number
  readonly weChat: number
}

export interface PaymentFigures {
  readonly order: Cost
  /** A payment of somebody whose unionid is missing, and of somebody whose unionid is known. */
  readonly callback: { readonly missing: Cost; readonly known: Cost; readonly again: Cost }
  /** The person comes back, and the account gets the unionid. */
  readonly await: { readonly attached: Cost; readonly nothingToDo: Cost }
  readonly jobsIdle: Cost
}

const OrderedSchema = v.looseObject({ order: v.string(), payment: v.record(v.string(), v.unknown()) })

/** Counts what a purchase costs, under the rules in which only a payment tells the unionid. */
export const measurePayments = async (): Promise<PaymentFigures> => {
  const project = readProject(PROJECT_ROOT)
  const { apps, merchants = [] } = await sampleWorld()
  const world = await createWorld({
    people: ['alice'],
    apps,
    merchants: merchants.map(({ mchId }) => mchId),
    functions: PATHS.builtFunctions,
    functionSettings: {
      ...project.functionSettings,
      jobs: { ...project.functionSettings['jobs'], environment: { ONEID_SECRET: randomUUID() } },
    },
    collections: readSchemaFile(project.schema),
    timers: 'when-fired',
    world: { policy: 'before-2021' },
  })
  const alice = world.person('alice').in('shop')
  /** Of the last call of a function, or of an earlier one. */
  const costOf = (name: string, back = 1): Cost => {
    const calls = world.calls().filter((call) => call.function === name)
    const requests = calls.at(-back)?.requests ?? []
    const weChat = requests.filter(({ action }) => action.startsWith('wx.')).length
    return { database: requests.length - weChat, weChat }
  }
  const post = (path: string, body: object) =>
    fetch(`${world.url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-person': 'alice', 'x-app': 'shop' },
      body: JSON.stringify(body),
    })
  const order = async () => {
    const wish = { action: 'order', product: 'coffee', key: randomUUID() }
    return v.parse(OrderedSchema, await alice.call('pay', wish))
  }
  const paid = async (): Promise<string> => {
    const ordered = await order()
    await post('/__cloud/wx/requestPayment', ordered.payment)
    await world.settled()
    return ordered.order
  }
  const awaits = (id: string) => alice.call('pay', { action: 'await', order: id })
  try {
    await alice.call('login')
    await order()
    const ordered = costOf('pay')
    const first = await paid()
    const missing = costOf('payCallback')
    await awaits(first)
    const attached = costOf('pay')
    await awaits(first)
    const nothingToDo = costOf('pay')
    await post('/__world/faults', { faults: [{ at: 'pay.callback', effect: 'duplicate', times: 1 }] })
    await paid()
    const [known, again] = [costOf('payCallback', 2), costOf('payCallback')]
    for (let run = 0; run < 3; run++) await world.timers.fire('jobs')
    return {
      order: ordered,
      callback: { missing, known, again },
      await: { attached, nothingToDo },
      jobsIdle: costOf('jobs'),
    }
  } finally {
    await world.close()
  }
}
