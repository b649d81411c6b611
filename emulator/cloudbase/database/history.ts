/**
 * What a client saw of one transaction, or of one operation outside of any. Every document holds a list, and every
 * write appends a token of its own to it, so a list read tells which writes came before, and in which order.
 */
export interface Entry {
  readonly name: string
  /** Logical time of its first request and of the answer to its last one. */
  readonly began: number
  readonly ended: number
  readonly committed: boolean
  readonly steps: readonly Step[]
}

export type Step =
  | { readonly do: 'read'; readonly key: string; readonly list: readonly string[] }
  | { readonly do: 'append'; readonly key: string; readonly token: string }

/**
 * What is wrong with a history under snapshot isolation; undefined if nothing is.
 *
 * The definition is Adya's ("Weak Consistency", 1999, §4.3): with edges for "wrote after", "read from" and "was over
 * before the other began", no cycle has fewer than two edges "read what the other then overwrote". Write skew has two and
 * passes. Reading the order of writes from lists is the method of Elle (Kingsbury and Alvaro, 2020).
 */
export function findAnomaly(
  history: readonly Entry[],
  final: ReadonlyMap<string, readonly string[]>,
): string | undefined {
  const writers = new Map<string, Entry>()
  for (const entry of history) {
    for (const step of entry.steps) if (step.do === 'append') writers.set(step.token, entry)
  }
  const kept = history.filter(({ committed }) => committed)
  const graph = new Map<Entry, { readonly after: Set<Entry>; readonly overwrote: Set<Entry> }>()
  for (const entry of kept) graph.set(entry, { after: new Set(), overwrote: new Set() })
  const follow = (kind: 'after' | 'overwrote', from: Entry | undefined, to: Entry | undefined) => {
    if (from !== undefined && to !== undefined && from !== to) graph.get(from)?.[kind].add(to)
  }

  for (const [key, list] of final) {
    for (const [at, token] of list.entries()) {
      const writer = writers.get(token)
      if (writer === undefined) return `${key} holds ${token}, which nobody wrote`
      if (!writer.committed) return `${key} holds ${token} of ${writer.name}, which was aborted`
      follow('after', writers.get(list[at - 1] ?? ''), writer)
    }
  }
  for (const entry of kept) {
    const own = new Map<string, string[]>()
    for (const step of entry.steps) {
      const list = final.get(step.key) ?? []
      const mine = own.get(step.key) ?? []
      if (step.do === 'append') {
        if (!list.includes(step.token)) return `${step.token} of ${entry.name} is lost`
        own.set(step.key, [...mine, step.token])
        continue
      }
      const others = step.list.slice(0, step.list.length - mine.length)
      if (String(step.list.slice(others.length)) !== String(mine)) {
        return `${entry.name} read ${step.key} without its own writes`
      }
      if (String(others) !== String(list.slice(0, others.length))) {
        return `${entry.name} read [${step.list}] of ${step.key}, which never was`
      }
      follow('after', writers.get(others.at(-1) ?? ''), entry)
      follow('overwrote', entry, writers.get(list[others.length] ?? ''))
    }
  }
  for (const before of kept)
    for (const entry of kept) if (before.ended < entry.began) follow('after', before, entry)
  return findCycle(graph)
}

type Graph = ReadonlyMap<
  Entry,
  { readonly after: ReadonlySet<Entry>; readonly overwrote: ReadonlySet<Entry> }
>

function findCycle(graph: Graph): string | undefined {
  for (const [entry, { overwrote }] of graph) {
    if (reaches(graph, entry, entry)) return `${entry.name} comes before itself`
    for (const writer of overwrote) {
      if (reaches(graph, writer, entry)) {
        return `${entry.name} did not see ${writer.name}, but something that ${writer.name} came before`
      }
    }
  }
  return undefined
}

/** Whether one or more edges "after" lead from one to the other. */
function reaches(graph: Graph, from: Entry, to: Entry): boolean {
  const seen = new Set<Entry>()
  const open = [from]
  for (let entry = open.pop(); entry !== undefined; entry = open.pop()) {
    for (const next of graph.get(entry)?.after ?? []) {
      if (next === to) return true
      if (seen.has(next)) continue
      seen.add(next)
      open.push(next)
    }
  }
  return false
}
