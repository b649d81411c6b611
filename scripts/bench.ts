import { parseArgs } from 'node:util'
import { measureColdStart } from './bench/coldStart.ts'
import { measureDatabase } from './bench/database.ts'
import { measureFunctions } from './bench/functions.ts'
import { measureGateway } from './bench/gateway.ts'
import { measureLogins } from './bench/logins.ts'
import { median, timings } from './bench/measure.ts'
import { measureMiniprogram } from './bench/miniprogram.ts'
import { measurePayments } from './bench/payments.ts'
import { emptyServerReady, localCloudReady } from './bench/startUp.ts'
import { buildFunctions } from './build/functions.ts'
import { PATHS } from './project/paths.ts'

const START_UPS = 7
const COLD_STARTS = 7

const measureStart = async () => {
  // Interleaved, so that a slow minute of the machine meets both.
  const ready: number[] = []
  const empty: number[] = []
  await timings(START_UPS, async () => {
    ready.push(await localCloudReady())
    empty.push(await emptyServerReady())
  })
  return {
    readyMs: Math.round(median(ready)),
    timesEmptyServer: Number((median(ready) / median(empty)).toFixed(1)),
  }
}

const measureLogin = async () => {
  const runs = []
  for (let run = 0; run < COLD_STARTS; run++) runs.push(await measureLogins())
  const coldMs = median(runs.map((one) => one.coldMs))
  const warmMs = median(runs.map((one) => one.warmMs))
  return {
    coldMs: Math.round(coldMs),
    warmMs: Number(warmMs.toFixed(2)),
    coldTimesWarm: Math.round(coldMs / warmMs),
    mergeTimesWarm: Math.round(median(runs.map((one) => one.mergeMs)) / warmMs),
    requests: runs[0]?.requests,
  }
}

/** `indexed 1.2` of a size beside the smallest: what growth costs. */
const growth = (figures: Awaited<ReturnType<typeof measureDatabase>>) => {
  const [smallest] = figures.reads
  const largest = figures.reads.at(-1)
  if (smallest === undefined || largest === undefined) return undefined
  const times = (key: 'pointUs' | 'indexedUs' | 'sortedUs' | 'scanUs') =>
    Number((largest[key] / smallest[key]).toFixed(1))
  return {
    documents: largest.documents / smallest.documents,
    point: times('pointUs'),
    indexed: times('indexedUs'),
    sorted: times('sortedUs'),
    scan: times('scanUs'),
  }
}

/** What a person reads: no figure here is exact to more. */
const threeDigits = (figure: number): number =>
  Math.abs(figure) >= 1000 ? Math.round(figure) : Number(figure.toPrecision(3))

const { values } = parseArgs({ options: { json: { type: 'boolean', default: false } } })
const built = await buildFunctions({ root: PATHS.functionSources, out: PATHS.builtFunctions })
const coldStart = await measureColdStart(built.functions)
const start = await measureStart()
const login = await measureLogin()
const payments = await measurePayments()
const gateway = await measureGateway()
const miniprogram = await measureMiniprogram()
const functions = await measureFunctions()
const database = await measureDatabase()
const figures = {
  coldStart,
  start,
  login,
  payments,
  gateway,
  miniprogram,
  functions,
  database,
  growth: growth(database),
}

if (values.json) console.log(JSON.stringify(figures))
else
  console.log(
    JSON.stringify(figures, (_, value) => (typeof value === 'number' ? threeDigits(value) : value), 2),
  )
