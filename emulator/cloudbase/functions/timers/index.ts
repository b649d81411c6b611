import type { Caller } from '../../caller.ts'
import { configProblem, triggersOf } from '../config.ts'
import { RUNS_PER_JUMP } from '../limits.ts'
import type { Cron } from './cron.ts'
import { nextTime, parseCron } from './cron.ts'

/** As the tcb CLI reads it; types other than `timer` are not ours. */
interface DeployedTrigger {
  readonly name: string
  readonly type: string
  readonly config: string
}

/** The world clock, as far as timers need it. */
export interface TimerClock {
  readonly now: () => number
  readonly read: () => { readonly now: number; readonly frozen: boolean }
  readonly onChange: (listener: () => void) => () => void
}

export interface TimersOptions {
  /** Folder with one sub-folder per function. */
  readonly root: string
  readonly names: () => readonly string[]
  /** Triggers that cloudbaserc.json gives a function; one of the same name in its config.json counts instead. */
  readonly deployed?: (functionName: string) => readonly DeployedTrigger[]
  readonly clock: TimerClock
  readonly call: (name: string, event: unknown, caller: Caller) => Promise<unknown>
  /** Something in a config.json is wrong, or runs were left out. */
  readonly onProblem: (functionName: string, words: string) => void
  /** By themselves if absent; tests want to move the clock, or to fire each run. */
  readonly follow?: 'by-themselves' | 'with-the-clock' | 'when-fired'
}

/** The timers (定时触发器) of all functions, on the world clock. */
export interface Timers {
  /** Runs the timer of a function now. @throws Error when it has none */
  readonly fire: (functionName: string) => Promise<void>
  /** Every run that is due by now has ended. */
  readonly settled: () => Promise<void>
  readonly end: () => void
}

interface Timer {
  readonly functionName: string
  readonly name: string
  readonly cron: Cron
}

/** What a timer's function is given: tencentcloud.com/document/product/583/9708. */
const eventOf = (timer: Pick<Timer, 'name'>, time: number) => ({
  Type: 'Timer',
  TriggerName: timer.name,
  Time: `${new Date(time).toISOString().slice(0, 19)}Z`,
  Message: '',
})

const CALLER: Caller = { source: 'wx_trigger' }

/** A changed config.json is seen at least so often. */
const LONGEST_WAIT_MS = 60_000

const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

const cronOf = (text: string, problem: (words: string) => Error): Cron => {
  try {
    return parseCron(text)
  } catch (error) {
    throw problem(wordsOf(error))
  }
}

/** @throws Error that names the file and the field */
const timersOf = (
  root: string,
  functionName: string,
  deployed: readonly DeployedTrigger[],
): readonly Timer[] => {
  const own = triggersOf(root, functionName).map(({ name, config }, at) => ({
    functionName,
    name,
    cron: cronOf(config, (words) => configProblem(root, functionName, `triggers.${at}.config`, words)),
  }))
  const others = deployed.filter(
    ({ name, type }) => type === 'timer' && !own.some((timer) => timer.name === name),
  )
  return [
    ...own,
    ...others.map(({ name, config }) => ({
      functionName,
      name,
      cron: cronOf(
        config,
        (words) => new Error(`cloudbaserc.json: ${functionName}: trigger ${name}: ${words}`),
      ),
    })),
  ]
}

const timesBetween = (cron: Cron, after: number, until: number): readonly number[] => {
  const times: number[] = []
  for (let at = nextTime(cron, after); at !== undefined && at <= until; at = nextTime(cron, at))
    times.push(at)
  return times
}

/** The last due times, found from the end: a jump of a year over a timer of every second must not take a minute. */
const lastTimes = (cron: Cron, after: number, until: number): { times: readonly number[]; all: boolean } => {
  for (let span = RUNS_PER_JUMP * 1_000; ; span *= 2) {
    const from = Math.max(after, until - span)
    const times = timesBetween(cron, from, until)
    if (times.length > RUNS_PER_JUMP) return { times: times.slice(-RUNS_PER_JUMP), all: false }
    if (from === after) return { times, all: true }
  }
}

/**
 * When the clock is moved over several due times, each runs once, oldest first and one after the other; the handler
 * finds the clock where it was moved to, and its due time in the event.
 */
export const createTimers = (options: TimersOptions): Timers => {
  const { root, names, deployed = () => [], clock, call, onProblem, follow = 'by-themselves' } = options
  const told = new Set<string>()
  let seen = clock.now()
  let runs: Promise<unknown> = Promise.resolve()
  let wake: NodeJS.Timeout | undefined
  let ended = false

  /** Says a problem once, not at every look. */
  const tell = (functionName: string, words: string): void => {
    if (!told.has(words)) onProblem(functionName, words)
    told.add(words)
  }

  const all = (): readonly Timer[] =>
    names().flatMap((functionName) => {
      try {
        return timersOf(root, functionName, deployed(functionName))
      } catch (error) {
        tell(functionName, wordsOf(error))
        return []
      }
    })

  const waitForNext = (timers: readonly Timer[]): void => {
    clearTimeout(wake)
    const { now, frozen } = clock.read()
    if (ended || follow !== 'by-themselves' || frozen) return
    const next = timers.flatMap(({ cron }) => nextTime(cron, now) ?? [])
    const wait = Math.min(LONGEST_WAIT_MS, ...next.map((at) => Math.max(1, at - now)))
    wake = setTimeout(look, wait).unref()
  }

  const look = (): void => {
    if (ended) return
    const [after, until] = [seen, clock.now()]
    seen = Math.max(after, until)
    const timers = all()
    const due = timers.flatMap((timer) => {
      const { times, all: complete } = lastTimes(timer.cron, after, until)
      if (!complete) {
        const words = `timer ${timer.name}: the clock jumped over more than ${RUNS_PER_JUMP} runs; the last ${RUNS_PER_JUMP} are made up for`
        onProblem(timer.functionName, words)
      }
      return times.map((time) => ({ timer, time }))
    })
    for (const { timer, time } of due.sort((a, b) => a.time - b.time)) {
      runs = runs.then(() => (ended ? undefined : call(timer.functionName, eventOf(timer, time), CALLER)))
    }
    waitForNext(timers)
  }

  const stop = follow === 'when-fired' ? () => {} : clock.onChange(look)
  waitForNext(all())
  return {
    fire: async (functionName) => {
      const [timer] = timersOf(root, functionName, deployed(functionName))
      if (timer === undefined) throw new Error(`${functionName} has no timer`)
      await call(functionName, eventOf(timer, clock.now()), CALLER)
    },
    settled: async () => {
      if (follow !== 'when-fired') look()
      await runs
    },
    end: () => {
      ended = true
      clearTimeout(wake)
      stop()
    },
  }
}
