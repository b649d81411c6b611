import type { MiniProgramApp, Person, WorldFacts } from './localCloud.ts'

/** Who uses which mini-program on this page. */
export interface Choice {
  person: Person
  app: MiniProgramApp
}

/** What the query asks for; without it the first person and the first mini-program. */
export function findChoice(query: URLSearchParams, facts: Pick<WorldFacts, 'apps' | 'people'>) {
  return {
    person: pick(facts.people, query.get('person'), ({ id }) => [id]),
    app: pick(facts.apps, query.get('app'), ({ alias, appid }) => [alias, appid]),
  }
}

/** The same choice complete, or an Error that says what the world lacks. */
export function completeChoice(
  { person, app }: ReturnType<typeof findChoice>,
  query: URLSearchParams,
): Choice {
  if (!person) throw new Error(lacking('人不存在', 'person', query))
  if (!app) throw new Error(lacking('小程序不存在', 'app', query))
  return { person, app }
}

function lacking(chinese: string, name: string, query: URLSearchParams): string {
  const wanted = query.get(name)
  const which = wanted === null ? name : `${name} "${wanted}"`
  return `${chinese} · this world has no ${which}`
}

function pick<T>(all: readonly T[], wanted: string | null, names: (item: T) => string[]): T | undefined {
  return wanted === null ? all[0] : all.find((item) => names(item).includes(wanted))
}
