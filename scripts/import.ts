import { createInterface } from 'node:readline/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { readConfig } from '../cloudfunctions/common/base/config.ts'
import { config } from '../cloudfunctions/oneid.config.ts'
import { runImport } from './import/command.ts'
import type { Surroundings } from './import/surroundings.ts'

const stop = new AbortController()
// The second Ctrl-C ends the process at once.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort())

const ask = async (question: string): Promise<boolean> => {
  const terminal = createInterface({ input: process.stdin, output: process.stdout })
  try {
    const answer = await terminal.question(`${question} [y/N] `, { signal: stop.signal })
    return /^\s*y(es)?\s*$/i.test(answer)
  } catch {
    return false
  } finally {
    terminal.close()
  }
}

/** Length of the line that is redrawn. */
let drawn = 0

const redraw = (line: string): void => {
  process.stderr.write(`\r${line.padEnd(drawn)}`)
  drawn = line.length
}

/** Leaves the line that is redrawn, if there is one. */
const note = (line: string): void => {
  if (drawn > 0) process.stderr.write('\n')
  drawn = 0
  if (line !== '') console.error(line)
}

const surroundings: Surroundings = {
  say: (line) => console.log(line),
  note,
  redraw: process.stderr.isTTY ? redraw : undefined,
  ask: process.stdin.isTTY && process.stdout.isTTY ? ask : undefined,
  environment: process.env,
  fetch,
  now: () => Date.now(),
  pause: (ms) => sleep(ms, undefined, { signal: stop.signal }),
  stop: stop.signal,
}

process.exitCode = await runImport(process.argv.slice(2), readConfig(config), surroundings)
