import { createBar } from './bar.ts'
import { completeChoice, findChoice } from './choice.ts'
import { showFault } from './fault.ts'
import { followClock, readWorld } from './localCloud.ts'
import { createPhone, showTime } from './phone.ts'
import { redrawWithFonts } from './router/fonts.ts'
import { runMiniProgram } from './run.ts'
import { createWorldClock } from './worldClock.ts'

redrawWithFonts()
const phone = createPhone()

async function start(): Promise<void> {
  const facts = await readWorld()
  const query = new URLSearchParams(location.search)
  const found = findChoice(query, facts)
  // The bar comes first: with it a wrong query can be corrected.
  document.body.prepend(createBar('模拟器 Simulator', facts, found, choose))
  const choice = completeChoice(found, query)
  const clock = createWorldClock(facts.clock, () => performance.now())
  const tell = (): void => showTime(phone, clock.now())
  followClock((reading) => {
    clock.set(reading)
    tell()
  })
  tell()
  setInterval(tell, 10_000)
  await runMiniProgram(phone, choice, clock)
}

// A mini-program keeps state in its modules, so another person or app needs a new page.
function choose(name: string, value: string): void {
  const query = new URLSearchParams(location.search)
  query.set(name, value)
  location.search = query.toString()
}

start().catch((error: unknown) => showFault(phone.pages, error))
