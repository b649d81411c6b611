import { hash } from 'node:crypto'
import type { Process } from './process.ts'
import type { Records, State } from './state.ts'

const sorted = <T>(records: Records<T>): readonly (readonly [string, T])[] =>
  Object.entries(records).sort(([a], [b]) => (a < b ? -1 : 1))

const USER_ID = /\bu\d+/g

const numberOf = (userId: string): number => Number(userId.slice(1))

/**
 * The same text for states that differ only in the names of users, in their order of insertion into a record, or in
 * users that nobody has ever pointed at or remembers.
 */
const textOf = (state: State, processes: readonly Process[]): string => {
  const { documents, merges, erasures, clock, faults } = state
  const text = JSON.stringify([sorted(documents), sorted(merges), sorted(erasures), processes, clock, faults])
  const named = new Set(text.match(USER_ID))
  const users = Object.entries(state.users)
    .filter(([id, { version }]) => version > 1 || named.has(id))
    .sort(([a], [b]) => numberOf(a) - numberOf(b))
  const names = new Map(users.map(([id], index) => [id, `u${index + 1}`]))
  const whole = JSON.stringify(users.map(([id, { createdAt, ...rest }]) => [id, rest])) + text
  return whole.replace(USER_ID, (id) => names.get(id) ?? id)
}

/** 128 bits of the state: two states of the few million that are ever seen do not share them. */
export const stateKey = (state: State): string => hash('md5', textOf(state, state.processes), 'base64')

/** Key of what is stored, whoever is running, with the names that users have. */
export const storedKey = ({ users, documents, merges, erasures, clock }: State): string => {
  const text = JSON.stringify([sorted(users), sorted(documents), sorted(merges), sorted(erasures), clock])
  return hash('md5', text, 'base64')
}
