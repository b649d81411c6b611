import type { ClockReading } from './worldClock.ts'

/** An app of the world that this page can be. */
export interface MiniProgramApp {
  appid: string
  alias: string
}

export interface Person {
  id: string
  name: string
}

/** What the page has to know before it can start. */
export interface WorldFacts {
  apps: readonly MiniProgramApp[]
  people: readonly Person[]
  clock: ClockReading
}

/** Asks the local cloud, which serves this page too. */
export async function readWorld(): Promise<WorldFacts> {
  const [apps, people, clock] = await Promise.all([
    getJson('/__world/apps'),
    getJson('/__world/people'),
    getJson('/__world/clock'),
  ])
  return { apps: miniPrograms(apps), people: peopleOf(people), clock: clockOf(clock) }
}

/** Tells each new reading of the world's clock. */
export function followClock(tell: (reading: ClockReading) => void): void {
  new EventSource('/__world/events').addEventListener('clock', (event: MessageEvent<unknown>) => {
    tell(clockOf(JSON.parse(String(event.data))))
  })
}

async function getJson(address: string): Promise<unknown> {
  const response = await fetch(address)
  if (!response.ok) throw new Error(`GET ${address} answered ${response.status}`)
  return response.json()
}

function miniPrograms(value: unknown): MiniProgramApp[] {
  return records(value, '/__world/apps')
    .filter((app) => app['kind'] === 'mini-program')
    .map((app) => ({ appid: String(app['appid']), alias: String(app['alias']) }))
}

function peopleOf(value: unknown): Person[] {
  return records(value, '/__world/people').map(({ id, name }) => ({
    id: String(id),
    name: String(name ?? id),
  }))
}

function clockOf(value: unknown): ClockReading {
  if (!isRecord(value) || typeof value['now'] !== 'number') throw new Error('the world clock has no "now"')
  return { now: value['now'], frozen: value['frozen'] === true }
}

function records(value: unknown, address: string): Record<string, unknown>[] {
  if (!Array.isArray(value)) throw new Error(`${address} answered no list`)
  return value.filter(isRecord)
}

/** Whether a value from outside has named fields. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
