import type { ConformanceCase, Tools } from '../case.ts'
import { encode } from '../encoding.ts'
import type { Cloud, Collection, Database } from '../sdk.ts'

/** What the probe is asked to do: run cases, clean up, or be something that a case can call. */
export interface ProbeEvent {
  readonly run?: readonly string[]
  /** Names of the collections begin with it. */
  readonly prefix?: string
  /** Every case gets new collections; otherwise all take turns with two, which are emptied. */
  readonly fresh?: boolean
  readonly clean?: boolean
  readonly role?: 'echo' | 'throw' | 'nothing' | 'text' | 'chain' | 'paid'
  readonly data?: unknown
}

/** Milliseconds, and the encoded outcome of a case. */
export interface ProbeOutcome {
  readonly id: string
  readonly ms: number
  readonly outcome: unknown
}

const failure = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => 'did not fail',
    (error: unknown) => (error instanceof Error ? error : { thrown: error }),
  )

const emptied = async (db: Database, name: string): Promise<Collection> => {
  // It may exist from the case before, or from a run before: that is no error here.
  await db.createCollection(name).catch(() => undefined)
  const collection = db.collection(name)
  await collection.where({ _id: db.command.exists(true) }).remove()
  return collection
}

const created = async (db: Database, name: string): Promise<Collection> => {
  await db.createCollection(name)
  return db.collection(name)
}

/** The SDK, and the files that were uploaded through it: nothing else knows of them afterwards. */
const rememberingUploads = (cloud: Cloud, uploaded: string[]): Cloud =>
  Object.create(cloud, {
    uploadFile: {
      value: async (options: unknown) => {
        const reply = await cloud.uploadFile(options)
        uploaded.push(reply.fileID)
        return reply
      },
    },
  })

const toolsFor = async (cloud: Cloud, event: ProbeEvent, at: number, self: string): Promise<Tools> => {
  const db = cloud.database()
  const prefix = event.prefix ?? 'oneid_conformance_'
  const make = event.fresh === true ? created : emptied
  const name = event.fresh === true ? `${prefix}${at}` : `${prefix}a`
  const second = event.fresh === true ? `${name}_b` : `${prefix}b`
  return {
    cloud,
    db,
    _: db.command,
    $: db.command.aggregate,
    things: await make(db, name),
    name,
    another: async () => ({ name: second, collection: await make(db, second) }),
    prefix,
    prepared: (suffix) => emptied(db, `${prefix}${suffix}`),
    path: (file) => `${prefix}/${at}/${file}`,
    self,
    failure,
  }
}

const runCase = async (test: ConformanceCase, ready: Tools): Promise<ProbeOutcome> => {
  const began = Date.now()
  try {
    const outcome = encode(await test.run(ready))
    return { id: test.id, ms: Date.now() - began, outcome }
  } catch (error) {
    const outcome = encode(error instanceof Error ? error : { thrown: error })
    return { id: test.id, ms: Date.now() - began, outcome }
  }
}

/** Base64, because a command line tool prints the result and nothing in it must look like the tool's own words. */
const packed = (outcomes: readonly ProbeOutcome[]): { readonly conformance: string } => ({
  conformance: Buffer.from(JSON.stringify(outcomes)).toString('base64'),
})

/** What a case finds when it calls its own function. */
const play = async (cloud: Cloud, event: ProbeEvent, self: string): Promise<unknown> => {
  switch (event.role) {
    case 'throw':
      throw new Error('thrown on purpose')
    case 'nothing':
      return undefined
    case 'text':
      return 'a text'
    case 'chain': {
      const { result } = await cloud.callFunction({ name: self, data: { role: 'echo' } })
      return result
    }
    case 'paid':
      return cloud.openapi.auth['getPaidUnionId']?.({ openid: 'o1' })
    default:
      return { data: event.data, context: cloud.getWXContext() }
  }
}

/**
 * The handler of the probe: runs the cases it is asked for, one after the other.
 * @example main({ run: ['database.update.inc-missing-field'], prefix: 'oneid_conformance_', fresh: false })
 */
export const createProbe = (cloud: Cloud, cases: readonly ConformanceCase[]) => {
  cloud.init({ env: cloud.DYNAMIC_CURRENT_ENV })
  const byId = new Map(cases.map((test) => [test.id, test]))

  return async (event: ProbeEvent, context: { readonly function_name?: string }): Promise<unknown> => {
    const self = context.function_name ?? process.env['SCF_FUNCTIONNAME'] ?? ''
    if (event.clean === true) {
      const db = cloud.database()
      for (const suffix of ['a', 'b']) await emptied(db, `${event.prefix}${suffix}`)
      return packed([])
    }
    if (event.run === undefined) return play(cloud, event, self)
    const outcomes: ProbeOutcome[] = []
    for (const id of event.run) {
      const test = byId.get(id)
      if (test === undefined) continue
      const uploaded: string[] = []
      const at = cases.indexOf(test)
      const tools = await toolsFor(rememberingUploads(cloud, uploaded), event, at, self)
      outcomes.push(await runCase(test, tools))
      // A case may have deleted its file by itself.
      if (uploaded.length > 0) await cloud.deleteFile({ fileList: uploaded }).catch(() => undefined)
    }
    return packed(outcomes)
  }
}
