import { find } from '../find.ts'
import type { Collection, Transaction } from '../model.ts'
import type { Source } from './stage.ts'

/** A collection as a pipeline reads it. */
export function sourceOf(within: Transaction, collection: Collection): Source {
  return readBy(collection, (query) => find(within, collection, query).documents)
}

/**
 * A collection that a `$lookup` joins; one that does not exist is empty, as in MongoDB. What reading it takes is not
 * that of the request's own query.
 */
export function joinedSourceOf(within: Transaction, collection: Collection | undefined): Source {
  if (collection === undefined) return { find: () => [], hasIndex: () => false, geoFields: [] }
  return readBy(collection, (query) => {
    const { looked } = within
    const { documents } = find(within, collection, query)
    within.looked = looked
    return documents
  })
}

function readBy(collection: Collection, read: Source['find']): Source {
  const keys = collection.indexes.map(({ definition }) => definition.keys)
  return {
    find: read,
    hasIndex: (path) =>
      path === '_id' || keys.some(([first]) => first?.field === path && first.direction !== '2dsphere'),
    geoFields: keys.flat().flatMap(({ field, direction }) => (direction === '2dsphere' ? [field] : [])),
  }
}
