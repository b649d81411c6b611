import { createBar } from '../bar.ts'
import { findChoice } from '../choice.ts'
import { showFault } from '../fault.ts'
import { readWorld, type WorldFacts } from '../localCloud.ts'
import { part } from '../phone.ts'

import { redrawWithFonts } from './fonts.ts'

// The script of a page with several phones beside each other, each in a frame of its own.

/** Each holds a connection, a browser opens six to one server, and they need one to load by. */
const MOST_PHONES = 4

/** `alice@shop`, as the query has it. */
interface Holder {
  person: string
  app: string
}

function holdersOf(query: URLSearchParams, { people, apps }: WorldFacts): Holder[] {
  const asked = query.getAll('phone').map((each) => {
    const [person = '', app = ''] = each.split('@', 2)
    return { person, app: app || (apps[0]?.alias ?? '') }
  })
  const first = people.slice(0, 2).map(({ id }) => ({ person: id, app: apps[0]?.alias ?? '' }))
  return asked.length > 0 ? asked : first
}

/** @param changed told when the bar chooses somebody or something else */
function showPhone(
  holder: Holder,
  index: number,
  facts: WorldFacts,
  changed: (holder: Holder) => void,
): HTMLElement {
  const query = new URLSearchParams({ ...holder })
  const box = part('section', 'phones-phone')
  const frame = part('iframe', 'phones-frame')
  frame.title = `${holder.person} @ ${holder.app}`
  frame.src = `./?${query}`
  const bar = createBar(`手机 Phone ${index + 1}`, facts, findChoice(query, facts), (name, value) => {
    const other = { ...holder, [name]: value }
    box.replaceWith(showPhone(other, index, facts, changed))
    changed(other)
  })
  box.append(bar, frame)
  return box
}

// `@` stays readable: it needs no escape in a query.
function queryOf(holders: readonly Holder[]): string {
  return holders
    .map(({ person, app }) => `phone=${encodeURIComponent(person)}@${encodeURIComponent(app)}`)
    .join('&')
}

async function start(): Promise<void> {
  document.body.className = 'phones'
  redrawWithFonts()
  const facts = await readWorld()
  const holders = holdersOf(new URLSearchParams(location.search), facts)
  if (holders.length > MOST_PHONES) {
    throw new Error(`最多 ${MOST_PHONES} 部手机 · at most ${MOST_PHONES} phones fit one page`)
  }
  const phones = holders.map((holder, index) =>
    showPhone(holder, index, facts, (other) => {
      holders[index] = other
      history.replaceState(null, '', `?${queryOf(holders)}`)
    }),
  )
  document.body.append(...phones)
}

start().catch((error: unknown) => showFault(document.body, error))
