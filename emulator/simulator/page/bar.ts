import type { findChoice } from './choice.ts'
import type { WorldFacts } from './localCloud.ts'
import { part } from './phone.ts'

/** One entry of a list: what the query says, what is shown, and more when the pointer rests on it. */
interface Entry {
  value: string
  label: string
  title: string
}

/** The bar beside the phone: who is using it, and which mini-program. */
export function createBar(
  facts: Pick<WorldFacts, 'apps' | 'people'>,
  found: ReturnType<typeof findChoice>,
): void {
  const bar = part('nav', 'bar')
  bar.setAttribute('aria-label', '模拟器 Simulator')
  const people = facts.people.map(({ id, name }) => ({ value: id, label: `${name} (${id})`, title: id }))
  const apps = facts.apps.map(({ alias, appid }) => ({ value: alias, label: alias, title: appid }))
  bar.append(
    selection('person', '人 Person', people, found.person?.id),
    selection('app', '应用 App', apps, found.app?.alias),
  )
  document.body.prepend(bar)
}

function selection(
  name: string,
  label: string,
  entries: readonly Entry[],
  selected: string | undefined,
): HTMLElement {
  const caption = part('label', 'bar-choice', label)
  const select = part('select', 'bar-select')
  select.name = name
  for (const entry of entries) {
    const option = new Option(entry.label, entry.value, false, entry.value === selected)
    option.title = entry.title
    select.append(option)
  }
  if (selected === undefined) select.selectedIndex = -1
  // A mini-program keeps state in its modules, so another person or app needs a new page.
  select.addEventListener('change', () => {
    const query = new URLSearchParams(location.search)
    query.set(name, select.value)
    location.search = query.toString()
  })
  caption.append(select)
  return caption
}
