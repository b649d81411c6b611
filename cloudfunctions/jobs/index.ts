import { readConfig } from '../common/base/config.ts'
import type { RunReport } from '../common/flows/jobs/run.ts'
import { runJobs } from '../common/flows/jobs/run.ts'
import { callFunction } from '../common/runtime/cloud.ts'
import { paymentDoors as doors } from '../common/runtime/cloudPay.ts'
import { defineMain } from '../common/runtime/handler.ts'
import { readSecret } from '../common/runtime/secrets.ts'
import { requireTimer } from '../common/runtime/timer.ts'
import { config as input } from '../oneid.config.ts'

const config = readConfig(input)

/** Runs every minute, by the timer of its config.json and by nothing else. */
export const main = defineMain('jobs', async ({ context, note, nothingToDo, ports }): Promise<RunReport> => {
  requireTimer(context)
  const secret = readSecret(config.secret)
  const weChat = { fetch, secretOf: readSecret }
  const report = await runJobs({ ports, config, secret, callFunction, doors, weChat, clock: ports.clock })
  note(report)
  // What stays to be done later is looked at every time.
  if (report.orders + report.done + report.failed + report.dead + report.elsewhere === 0) nothingToDo()
  return report
})
