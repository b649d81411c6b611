import { startLocalCloud } from '../../emulator/localCloud.ts'
import { median, timings } from './measure.ts'
import { writeBenchProject } from './projects.ts'

export interface FunctionFigures {
  readonly coldNoopMs: number
  readonly warmNoopMs: number
  readonly warmLoginLikeMs: number
  /** Login-like calls per second, by instances. */
  readonly perSecond: { readonly one: number; readonly two: number }
  /** Memory of one more instance with the SDK loaded. */
  readonly instanceMb: number
}

const WARM_CALLS = 300
const THROUGHPUT_CALLS = 1_500
const residentMb = (): number => process.memoryUsage().rss / 1_048_576

/** Measures calls of tiny functions: what the local cloud itself costs. */
export const measureFunctions = async (): Promise<FunctionFigures> => {
  const project = writeBenchProject()
  const cloud = await startLocalCloud({
    world: {
      apps: [{ appid: 'wx0000000000000001', alias: 'shop', kind: 'mini-program', openPlatformId: null }],
      people: [{ id: 'alice', name: 'Alice' }],
    },
    functionsRoot: project.root,
    storage: 'memory',
    port: 0,
    spareInstances: false,
    otherHosts: 'refuse',
  })
  cloud.database.applySchema([{ name: 'seen' }])
  const caller = { source: 'wx_client', ...cloud.world.caller('alice', 'shop') }
  const call = async (name: string): Promise<void> => {
    const outcome = await cloud.functions.call(name, {}, caller)
    if ('failure' in outcome) throw new Error(`${name} failed`)
  }
  /** So many callers, each calling again as soon as it was answered. */
  const perSecond = async (callers: number): Promise<number> => {
    let left = THROUGHPUT_CALLS
    const began = performance.now()
    const work = async (): Promise<void> => {
      while (left-- > 0) await call('loginLike')
    }
    await Promise.all(Array.from({ length: callers }, work))
    return Math.round((THROUGHPUT_CALLS * 1_000) / (performance.now() - began))
  }
  const [coldNoopMs = 0] = await timings(1, () => call('noop'))
  const warmNoop = await timings(WARM_CALLS, () => call('noop'))
  await call('loginLike')
  const warmLoginLike = await timings(WARM_CALLS, () => call('loginLike'))
  const one = await perSecond(1)
  const before = residentMb()
  await Promise.all([call('loginLike'), call('loginLike')])
  const instanceMb = residentMb() - before
  const two = await perSecond(2)
  await cloud.close()
  project.remove()
  return {
    coldNoopMs: Math.round(coldNoopMs),
    warmNoopMs: Number(median(warmNoop).toFixed(2)),
    warmLoginLikeMs: Number(median(warmLoginLike).toFixed(2)),
    perSecond: { one, two },
    instanceMb: Math.round(instanceMb),
  }
}
