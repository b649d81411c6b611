import { due } from './jobs.ts'
import type { Process } from './process.ts'
import { request } from './requests.ts'
import type { Proof, State } from './state.ts'
import type { Call, Login, World } from './world.ts'

const STEPS_AT_MOST = 100

/** Runs one call alone and undisturbed to its end. */
const runAlone = (world: World, state: State, call: Call, process: Process): [State, Process] => {
  let [at, doing]: [State, Process] = [state, process]
  for (let steps = 0; doing.at !== 'done'; steps++) {
    const [outcome] = request(world, at, call, doing)
    if (outcome === undefined || steps > STEPS_AT_MOST) throw new Error(`no end: ${JSON.stringify(doing)}`)
    at = outcome.state
    doing = outcome.process
  }
  return [at, doing]
}

/** The jobs do everything that is left, taking up the oldest or the youngest first. */
export const runJobs = (world: World, state: State, first: 'oldest' | 'youngest'): State => {
  let at: State = { ...state, processes: [] }
  for (let runs = 0; ; runs++) {
    if (runs > STEPS_AT_MOST) throw new Error('the jobs never end')
    const next = due(world, at).at(first === 'oldest' ? 0 : -1)
    if (next === undefined) return at
    at = runAlone(world, at, { does: 'job' }, next.process)[0]
  }
}

/** A login after everything else, and how it ended. */
export interface LaterLogin {
  readonly app: string
  readonly proof: Proof | undefined
  readonly ended: Extract<Process, { readonly at: 'done' }>
}

export interface Settled {
  readonly state: State
  /** The last login of each app. */
  readonly logins: readonly LaterLogin[]
}

const loginOf = (app: string, proof: Proof | undefined): Login => ({
  does: 'login',
  app,
  binding: proof,
  unionid: proof?.unionid,
})

/** Every app logs in twice, alone, those of `showing` with the unionid; then the jobs finish what that has begun. */
export const laterLogins = (world: World, state: State, showing: ReadonlySet<string>): Settled => {
  let at = state
  const last = new Map<string, LaterLogin>()
  for (const _round of [1, 2]) {
    for (const [app, shown] of Object.entries(world.apps)) {
      const proof = showing.has(app) ? shown : undefined
      const [next, ended] = runAlone(world, at, loginOf(app, proof), { at: 'start' })
      at = next
      if (ended.at === 'done') last.set(app, { app, proof, ended })
    }
  }
  return { state: runJobs(world, at, 'oldest'), logins: [...last.values()] }
}

/** Every choice of the apps that show a unionid. */
export const patterns = (world: World): readonly ReadonlySet<string>[] => {
  const able = Object.entries(world.apps).flatMap(([app, proof]) => (proof === undefined ? [] : [app]))
  return Array.from(
    { length: 2 ** able.length },
    (_, bits) => new Set(able.filter((_app, index) => (bits >> index) & 1)),
  )
}
