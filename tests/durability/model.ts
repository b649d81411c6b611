import { type Change, COLLECTION, groupOf, type Operation } from './workload.ts'

/** What a database holds, in the simplest form. */
export interface State {
  readonly collections: Set<string>
  readonly indexes: Set<string>
  readonly documents: Map<string, { readonly n: number; readonly text: string }>
}

export const emptyState = (): State => ({
  collections: new Set([COLLECTION]),
  indexes: new Set(),
  documents: new Map(),
})

/** Carries out an operation and stops wherever a crash may leave it: in most cases, at its end only. */
export function* play(state: State, operation: Operation): Generator<undefined> {
  switch (operation.do) {
    case 'transaction':
      if (operation.commit) for (const change of operation.changes) apply(state, change)
      break
    case 'one':
      apply(state, operation.change)
      break
    case 'insert several':
      for (const change of operation.changes) {
        apply(state, change)
        yield
      }
      break
    case 'increment group':
    case 'remove group': {
      const kind = operation.do === 'increment group' ? 'increment' : 'remove'
      const inGroup = [...state.documents].filter(([, { n }]) => groupOf(n) === operation.group)
      for (const [id] of inGroup) apply(state, { do: kind, id })
      break
    }
    case 'create collection':
      state.collections.add(operation.name)
      break
    case 'create index':
      state.indexes.add(operation.field)
  }
  yield
}

function apply({ documents }: State, change: Change): void {
  const old = documents.get(change.id)
  if ('n' in change) documents.set(change.id, { n: change.n, text: change.text })
  else if (change.do === 'remove') documents.delete(change.id)
  else if (old !== undefined) documents.set(change.id, { ...old, n: old.n + 1 })
}

/** Text that is equal for equal states. */
export const printState = ({ collections, indexes, documents }: State) =>
  JSON.stringify({
    collections: [...collections].sort(),
    indexes: [...indexes].sort(),
    documents: [...documents].map(([id, { n, text }]) => [id, n, text]).sort(),
  })
