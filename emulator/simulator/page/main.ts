import { createBar } from './bar.ts'
import { completeChoice, findChoice } from './choice.ts'
import { showFault } from './fault.ts'
import { followClock, readWorld } from './localCloud.ts'
import { createPhone } from './phone.ts'
import { runMiniProgram } from './run.ts'
import { createWorldClock } from './worldClock.ts'

const phone = createPhone()

async function start(): Promise<void> {
  const facts = await readWorld()
  const query = new URLSearchParams(location.search)
  const found = findChoice(query, facts)
  // The bar comes first: with it a wrong query can be corrected.
  createBar(facts, found)
  const choice = completeChoice(found, query)
  const clock = createWorldClock(facts.clock, () => performance.now())
  followClock((reading) => clock.set(reading))
  await runMiniProgram(phone, choice, clock)
}

start().catch((error: unknown) => showFault(phone.pages, error))
