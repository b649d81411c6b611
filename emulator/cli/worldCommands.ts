import { UserError } from '../userError.ts'

/** One request to the control API that a command stands for. */
export interface WorldRequest {
  readonly method: 'GET' | 'POST'
  /** Below `/__world`. */
  readonly path: string
  readonly body?: unknown
  /** Adds to what the same path answers instead of replacing it: faults. */
  readonly addsTo?: 'faults'
}

export const WORLD_USAGE = `npm run world -- <command>
  person add <id> [<name>] [<phone>]   somebody new
  show <person>                        their ids in every app
  bind <app> <open platform | none>    bind an app, or unbind it
  follow <person> <app>                follow an official account
  unfollow <person> <app>
  sign-in <person> <app>               a website, mobile app or page knows them
  pay <person> <app> <yuan> [<function>]
  policy <since-2021 | before-2021>
  advance <4m59s> · freeze · run       the clock
  fault <where> <effect>[=<n>]         n: times it strikes, or copies of a duplicate, or ms of slow, delay, skew,
                                       or what an errcode answers
                                       for example: fault pay.callback duplicate=3
  fault clear
  apps · people · bindings · payments · faults   what there is; bindings with their history
  export                               the present world, as a world file
  reset [database]                     back to the world of the start; all documents go with "database"
  --url <address>                      of the local cloud (http://127.0.0.1:8790)`

const wrong = (words: string): UserError => new UserError('OPTION_INVALID', words, WORLD_USAGE)

/** Fen of `9.90`: money never passes through a fraction. */
const fenOf = (yuan: string): number => {
  const [, whole = '', part = ''] = /^(\d{1,7})(?:\.(\d{1,2}))?$/.exec(yuan) ?? []
  if (whole === '') throw wrong(`"${yuan}" is no amount in yuan; write for example 9.90`)
  return Number(whole) * 100 + Number(part.padEnd(2, '0'))
}

/** `duplicate=3`: copies for a duplicate, ms for delay and skew, what an errcode says, else how often it strikes. */
const faultOf = (at: string, text: string): unknown => {
  const [, effect = '', number] = /^([a-z-]+)(?:=(-?\d+))?$/.exec(text) ?? []
  if (effect === '') throw wrong(`"${text}" is no effect; write for example busy or duplicate=3`)
  if (number === undefined) return { at, effect }
  const count = Number(number)
  if (effect === 'duplicate') return { at, effect, copies: count }
  if (effect === 'errcode') return { at, effect, errcode: count }
  return ['delay', 'slow', 'skew'].includes(effect) ? { at, effect, ms: count } : { at, effect, times: count }
}

type Command = (words: readonly string[]) => WorldRequest

const command =
  (least: number, most: number, make: (words: readonly string[]) => WorldRequest): Command =>
  (words) => {
    if (words.length < least || words.length > most) throw wrong('too few or too many words')
    return make(words)
  }

const read = (path: string): Command => command(0, 0, () => ({ method: 'GET', path }))
const change = (path: string, body: unknown): WorldRequest => ({ method: 'POST', path, body })

const COMMANDS: Readonly<Record<string, Command>> = {
  apps: read('/apps'),
  people: read('/people'),
  payments: read('/payments'),
  faults: read('/faults'),
  bindings: read('/bindings'),
  export: read('/world'),
  reset: command(0, 1, ([what]) => {
    if (what !== undefined && what !== 'database') throw wrong(`"${what}" cannot be reset`)
    return change('/reset', { database: what === 'database' })
  }),
  freeze: command(0, 0, () => change('/clock', { frozen: true })),
  run: command(0, 0, () => change('/clock', { frozen: false })),
  advance: command(1, 1, ([duration]) => change('/clock', { advance: duration })),
  policy: command(1, 1, ([policy]) => change('/policy', { policy })),
  show: command(1, 1, ([person = '']) => ({ method: 'GET', path: `/people/${encodeURIComponent(person)}` })),
  bind: command(2, 2, ([app, platform]) =>
    change('/bindings', { app, openPlatform: platform === 'none' ? null : platform }),
  ),
  follow: command(2, 2, ([person, app]) => change('/follows', { person, app })),
  unfollow: command(2, 2, ([person, app]) => change('/follows', { person, app, following: false })),
  'sign-in': command(2, 2, ([person, app]) => change('/sign-ins', { person, app })),
  pay: command(3, 4, ([person, app, yuan = '', name]) =>
    change('/payments', { person, app, amount: fenOf(yuan), ...(name !== undefined && { function: name }) }),
  ),
  person: command(2, 4, ([verb, id, called, phone]) => {
    if (verb !== 'add') throw wrong(`"person ${verb}" is no command`)
    return change('/people', { id, name: called ?? id, ...(phone !== undefined && { phone }) })
  }),
  fault: command(1, 2, ([at = '', effect]) => {
    if (effect === undefined && at === 'clear') return change('/faults', { faults: [] })
    if (effect === undefined) throw wrong('which effect?')
    return { method: 'POST', path: '/faults', body: faultOf(at, effect), addsTo: 'faults' }
  }),
}

/** @throws UserError OPTION_INVALID, with the usage */
export const worldRequest = ([name = '', ...words]: readonly string[]): WorldRequest => {
  const known = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined
  if (known === undefined) throw wrong(name === '' ? 'which command?' : `"${name}" is no command`)
  return known(words)
}
