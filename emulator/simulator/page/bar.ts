import type { findChoice } from './choice.ts'
import type { WorldFacts } from './localCloud.ts'
import { part } from './phone.ts'

/** One entry of a list: what the query says, what is shown, and more when the pointer rests on it. */
interface Entry {
  value: string
  label: string
  title: string
}

/** Takes another person or app: the name of the choice in the query, and its value. */
type Choose = (name: 'person' | 'app', value: string) => void

/** The bar beside or above a phone: who is using it, and which mini-program. */
export function createBar(
  label: string,
  facts: Pick<WorldFacts, 'apps' | 'people'>,
  found: ReturnType<typeof findChoice>,
  choose: Choose,
): HTMLElement {
  const bar = part('nav', 'bar')
  bar.setAttribute('aria-label', label)
  const people = facts.people.map(({ id, name }) => ({ value: id, label: `${name} (${id})`, title: id }))
  const apps = facts.apps.map(({ alias, appid }) => ({ value: alias, label: alias, title: appid }))
  bar.append(
    selection('person', '人 Person', people, found.person?.id, choose),
    selection('app', '应用 App', apps, found.app?.alias, choose),
  )
  return bar
}

function selection(
  name: 'person' | 'app',
  label: string,
  entries: readonly Entry[],
  selected: string | undefined,
  choose: Choose,
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
  select.addEventListener('change', () => choose(name, select.value))
  caption.append(select)
  return caption
}
