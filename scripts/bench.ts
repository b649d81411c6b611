import { parseArgs } from 'node:util'
import { measureLogins } from './bench/logins.ts'
import { median, timings } from './bench/measure.ts'
import { emptyServerReady, localCloudReady } from './bench/startUp.ts'
import { buildFunctions } from './build/functions.ts'
import { PATHS } from './project/paths.ts'

const START_UPS = 7
const COLD_STARTS = 7

const { values } = parseArgs({ options: { json: { type: 'boolean', default: false } } })
await buildFunctions({ root: PATHS.functionSources, out: PATHS.builtFunctions })

// Interleaved, so that a slow minute of the machine meets both.
const ready: number[] = []
const empty: number[] = []
await timings(START_UPS, async () => {
  ready.push(await localCloudReady())
  empty.push(await emptyServerReady())
})
const logins = []
for (let run = 0; run < COLD_STARTS; run++) logins.push(await measureLogins())

const readyMs = median(ready)
const emptyMs = median(empty)
const coldMs = median(logins.map((one) => one.coldMs))
const warmMs = median(logins.map((one) => one.warmMs))

const figures = {
  readyMs: Math.round(readyMs),
  readyToEmptyServer: Number((readyMs / emptyMs).toFixed(1)),
  coldLoginMs: Math.round(coldMs),
  warmLoginMs: Number(warmMs.toFixed(2)),
  coldToWarmLogin: Math.round(coldMs / warmMs),
  requests: logins[0]?.requests,
}

if (values.json) {
  console.log(JSON.stringify(figures))
} else {
  console.log(
    [
      `ready                      ${figures.readyMs} ms, ${figures.readyToEmptyServer} times an empty Node HTTP server`,
      `login, cold                ${figures.coldLoginMs} ms, ${figures.coldToWarmLogin} times a warm one`,
      `login, warm                ${figures.warmLoginMs} ms`,
      `requests, new account      ${figures.requests?.created}`,
      `requests, known account    ${figures.requests?.known}`,
      `requests, other app        ${figures.requests?.otherApp}`,
    ].join('\n'),
  )
}
