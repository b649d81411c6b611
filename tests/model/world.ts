import type { Process } from './process.ts'
import type { Rule } from './rules.ts'
import type { Proof, State } from './state.ts'

/** The binding of an app; none: the app is bound to no open platform. */
export interface Binding {
  readonly platform: string
  readonly epoch: number
}

export interface Login {
  readonly does: 'login'
  readonly app: string
  readonly binding: Binding | undefined
  readonly unionid: string | undefined
}

/** Calls that a world makes. All but logins wait until there is something for them to do. */
export type Call =
  | Login
  /** An administrator undoes one merge, any that can be undone. */
  | { readonly does: 'split' }
  /** An administrator lets the two accounts of a split merge again. */
  | { readonly does: 'lift' }
  /** A person deletes the account that this app signs them in to. */
  | { readonly does: 'erase'; readonly app: string }
  /** One run of the timer: one pass of anything that is due. */
  | { readonly does: 'job' }

export interface World {
  readonly calls: readonly (Call & { readonly after?: readonly number[] })[]
  /** What each app is bound to in the end, and the unionid that it then shows for the person. */
  readonly apps: Readonly<Record<string, Proof | undefined>>
  readonly faults: number
  /** Users created later carry earlier times: clocks of servers differ. */
  readonly clocksRunBackwards?: boolean
  readonly without?: readonly Rule[]
}

/** Whether this world keeps a rule. */
export const keeps = (world: World, rule: Rule): boolean => world.without?.includes(rule) !== true

export const proofOf = ({ binding, unionid }: Login): Proof | undefined =>
  binding === undefined || unionid === undefined ? undefined : { ...binding, unionid }

export const beginningOf = (world: World): State => ({
  users: {},
  documents: {},
  merges: {},
  erasures: {},
  processes: world.calls.map((): Process => ({ at: 'start' })),
  clock: 0,
  usersCreated: 0,
  faults: world.faults,
})
