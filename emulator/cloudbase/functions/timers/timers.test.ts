import { afterEach, describe, expect, it } from 'vitest'
import { createTestFunctions } from '../testing.ts'
import type { Timers, TimersOptions } from './index.ts'
import { createTimers } from './index.ts'

const begin = Date.parse('2026-11-03T10:00:00+08:00')
const closing: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

/** Timers over files, a clock that the test moves, and calls that are only written down. */
const timersWith = (files: Readonly<Record<string, string>>, options: Partial<TimersOptions> = {}) => {
  const project = createTestFunctions(files)
  const called: { name: string; event: unknown; source: string }[] = []
  const problems: string[] = []
  let now = begin
  const listeners = new Set<() => void>()
  const timers: Timers = createTimers({
    root: project.root,
    names: project.functions.names,
    clock: {
      now: () => now,
      read: () => ({ now, frozen: true }),
      onChange: (listener) => {
        listeners.add(listener)
        return () => listeners.delete(listener)
      },
    },
    call: async (name, event, { source }) => called.push({ name, event, source }),
    onProblem: (name, words) => problems.push(`${name}: ${words}`),
    follow: 'with-the-clock',
    ...options,
  })
  closing.push(timers.end, project.end)
  const advance = async (ms: number): Promise<void> => {
    now += ms
    for (const listener of listeners) listener()
    await timers.settled()
  }
  return { project, timers, called, problems, advance }
}

const timer = (name: string, config: string): string =>
  JSON.stringify({ triggers: [{ name, type: 'timer', config }] })

const MINUTE = 60_000

describe('timers of cloudbaserc.json', () => {
  const every = (name: string, config: string) => ({ name, type: 'timer', config })

  it('run like those of config.json, which count first', async () => {
    const { called, advance } = timersWith(
      { 'sweep/index.js': '', 'sweep/config.json': timer('own', '0 0 12 * * * *') },
      {
        deployed: () => [
          every('every', '0 */10 * * * * *'),
          every('own', '0 * * * * * *'),
          { name: 'queue', type: 'cmq', config: 'x' },
        ],
      },
    )
    await advance(10 * MINUTE)
    expect(called.map(({ name, event }) => [name, Object(event)['TriggerName']])).toEqual([
      ['sweep', 'every'],
    ])
  })

  it('are named with their file when they are wrong', async () => {
    const { problems } = timersWith({ 'sweep/index.js': '' }, { deployed: () => [every('every', '* * *')] })
    expect(problems).toEqual([expect.stringContaining('cloudbaserc.json: sweep: trigger every: ')])
  })
})

describe('timers on the world clock', () => {
  it('run once for each due time, oldest first, with the platform’s event', async () => {
    const { called, advance } = timersWith({
      'sweep/index.js': '',
      'sweep/config.json': timer('sweep', '0 */10 * * * * *'),
      'roll/index.js': '',
      'roll/config.json': timer('up', '0 15 * * * * *'),
    })
    await advance(10 * MINUTE - 1)
    expect(called).toEqual([])
    await advance(15 * MINUTE)
    expect(called.map(({ name }) => name)).toEqual(['sweep', 'roll', 'sweep'])
    // tencentcloud.com, SCF, timer trigger: the form of the event; the time is UTC.
    expect(called[0]).toEqual({
      name: 'sweep',
      event: { Type: 'Timer', TriggerName: 'sweep', Time: '2026-11-03T02:10:00Z', Message: '' },
      source: 'wx_trigger',
    })
    await advance(0)
    expect(called).toHaveLength(3)
  })

  it('make up for the last hundred only, and say so', async () => {
    const { called, problems, advance } = timersWith({
      'often/index.js': '',
      'often/config.json': timer('often', '* * * * * * *'),
    })
    await advance(365 * 24 * 60 * MINUTE)
    expect(called).toHaveLength(100)
    expect(called.at(-1)?.event).toMatchObject({ Time: '2027-11-03T02:00:00Z' })
    expect(problems).toEqual([
      'often: timer often: the clock jumped over more than 100 runs; the last 100 are made up for',
    ])
  })

  it('of a config.json that was saved meanwhile count', async () => {
    const { project, called, advance } = timersWith({ 'late/index.js': '' })
    project.save('late/config.json', timer('late', '0 * * * * * *'))
    await advance(MINUTE)
    expect(called).toHaveLength(1)
  })

  it('with a mistake are told once, by file and field; the others run', async () => {
    const { called, problems, advance } = timersWith({
      'bad/index.js': '',
      'bad/config.json': timer('bad', '0 0 25 * * * *'),
      'good/index.js': '',
      'good/config.json': timer('good', '0 * * * * * *'),
    })
    await advance(MINUTE)
    await advance(MINUTE)
    expect(called.map(({ name }) => name)).toEqual(['good', 'good'])
    expect(problems).toEqual([
      expect.stringMatching(
        /^bad: .*bad.config\.json: triggers\.0\.config: hour "25": "25" is not between 0 and 23$/,
      ),
    ])
  })

  it('run when asked', async () => {
    const { called, timers } = timersWith({
      'sweep/index.js': '',
      'sweep/config.json': timer('sweep', '0 0 0 1 1 * 2099'),
      'none/index.js': '',
    })
    await timers.fire('sweep')
    expect(called).toHaveLength(1)
    await expect(timers.fire('none')).rejects.toThrow('none has no timer')
  })

  it('run by themselves when real time comes', async () => {
    const ran = new Promise<unknown>((resolve) => {
      timersWith(
        { 'second/index.js': '', 'second/config.json': timer('second', '* * * * * * *') },
        {
          follow: 'by-themselves',
          clock: {
            now: Date.now,
            read: () => ({ now: Date.now(), frozen: false }),
            onChange: () => () => {},
          },
          call: async (name) => resolve(name),
        },
      )
    })
    expect(await ran).toBe('second')
  })
})
