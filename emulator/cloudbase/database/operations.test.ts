import fc from 'fast-check'
import { expect, it } from 'vitest'
import { ejson, openNotes } from './testing.ts'

/**
 * Operations against the simplest model of what is documented: CloudBase, "Collection" and "Document" (read 2026-11) for
 * the requests, MongoDB's manual for the operators. It shares no code with the database.
 */
type Value = number | string | boolean | null
type Fields = Record<string, Value>
type Condition = Value | { readonly [operator: string]: Value | Value[] }

const NAMES = ['a', 'b', 'c'] as const
const name = fc.constantFrom(...NAMES)
const id = fc.constantFrom('p', 'q', 'r', 's')
const value = fc.constantFrom<Value>(0, 1, 2, -1.5, 'x', 'y', '', true, false, null)
const fields = fc
  .uniqueArray(fc.tuple(name, value), { selector: ([one]) => one })
  .map((all): Fields => Object.fromEntries(all))
const condition: fc.Arbitrary<Condition> = fc.oneof(
  value,
  fc
    .tuple(fc.constantFrom('$eq', '$ne', '$gt', '$gte', '$lt', '$lte'), value)
    .map(([operator, one]) => ({ [operator]: one })),
  fc.array(value, { maxLength: 3 }).map(($in) => ({ $in })),
  fc.array(value, { maxLength: 3 }).map(($nin) => ({ $nin })),
  fc.boolean().map(($exists) => ({ $exists })),
)
const query = fc
  .uniqueArray(fc.tuple(name, condition), { selector: ([one]) => one, maxLength: 2 })
  .map((all): Record<string, Condition> => Object.fromEntries(all))

const operation = fc.oneof(
  fc.record({ do: fc.constant('insert' as const), id, fields }),
  fc.record({ do: fc.constant('set' as const), id, fields }),
  fc.record({ do: fc.constant('get' as const), id }),
  fc.record({ do: fc.constant('remove' as const), id }),
  fc.record({ do: fc.constant('$set' as const), query, name, value }),
  fc.record({ do: fc.constant('$unset' as const), query, name }),
  fc.record({ do: fc.constant('$inc' as const), query, name }),
  fc.record({ do: fc.constant('count' as const), query }),
  fc.record({ do: fc.constant('find' as const), query }),
  fc.record({ do: fc.constant('remove all' as const), query }),
)
type Operation = typeof operation extends fc.Arbitrary<infer T> ? T : never

/** Missing fields are undefined, which only null and `$exists` tell from nothing. */
function holds(actual: Value | undefined, wanted: Condition): boolean {
  const present = actual ?? null
  if (typeof wanted !== 'object' || wanted === null) return present === wanted
  const [[operator, operand] = ['', null]] = Object.entries(wanted)
  const list = Array.isArray(operand) ? operand : []
  // "Type Bracketing": a comparison holds for values of the same type only.
  const comparable = typeof present === typeof operand && operand !== null && present !== null
  const equal = present === operand
  const less = comparable && !equal && Number(present < (Array.isArray(operand) ? 0 : operand)) === 1
  switch (operator) {
    case '$eq':
      return equal
    case '$ne':
      return !equal
    case '$gt':
      return comparable && !equal && !less
    case '$gte':
      return equal || (comparable && !less)
    case '$lt':
      return less
    case '$lte':
      return equal || less
    case '$in':
      return list.includes(present)
    case '$nin':
      return !list.includes(present)
    default:
      return (actual !== undefined) === operand
  }
}

class Model {
  readonly documents = new Map<string, Fields>()

  where(wanted: Record<string, Condition>): [string, Fields][] {
    return [...this.documents].filter(([, one]) =>
      Object.entries(wanted).every(([field, condition]) => holds(one[field], condition)),
    )
  }

  apply(one: Operation): unknown {
    switch (one.do) {
      case 'insert':
        if (this.documents.has(one.id)) return 'E11000'
        this.documents.set(one.id, { ...one.fields })
        return [one.id]
      case 'set': {
        const replaced = this.documents.has(one.id)
        this.documents.set(one.id, { ...one.fields })
        return replaced ? { updated: 1, upsert_id: null } : { updated: 0, upsert_id: one.id }
      }
      case 'get': {
        const found = this.documents.get(one.id)
        return found && { _id: one.id, ...found }
      }
      case 'remove':
        return { deleted: this.documents.delete(one.id) ? 1 : 0 }
      case 'count':
        return { total: this.where(one.query).length }
      case 'find':
        return this.where(one.query).map(([_id, found]) => ({ _id, ...found }))
      case 'remove all': {
        const found = this.where(one.query)
        for (const [id] of found) this.documents.delete(id)
        return { deleted: found.length }
      }
      default:
        return this.change(one)
    }
  }

  /** `updated` counts documents that are different afterwards; an error stops the update where it is. */
  change(one: Extract<Operation, { do: '$set' | '$unset' | '$inc' }>): unknown {
    let updated = 0
    for (const [, found] of this.where(one.query)) {
      const old = found[one.name]
      if (one.do === '$unset') {
        delete found[one.name]
        if (old !== undefined) updated += 1
      } else if (one.do === '$set') {
        found[one.name] = one.value
        if (old !== one.value) updated += 1
      } else {
        // "$inc on a field with a null value will generate an error", as on any that is no number.
        if (old !== undefined && typeof old !== 'number') return 'Cannot apply $inc'
        found[one.name] = (old ?? 0) + 1
        updated += 1
      }
    }
    return { updated, upsert_id: null }
  }
}

function carryOut(notes: ReturnType<typeof openNotes>, one: Operation): Promise<unknown> {
  switch (one.do) {
    case 'insert':
      return notes.insert([{ _id: one.id, ...one.fields }])
    case 'set':
      return notes.set(one.id, one.fields)
    case 'get':
      return notes.get(one.id)
    case 'remove':
      return notes.remove(one.id)
    case 'count':
      return notes.data('calculateDocument', { query: ejson(one.query) })
    case 'find':
      return notes.find(one.query)
    case 'remove all':
      return notes.data('removeDocument', { query: ejson(one.query), multi: true })
    case '$set':
      return notes.updateWhere(one.query, { $set: { [one.name]: one.value } })
    case '$unset':
      return notes.updateWhere(one.query, { $unset: { [one.name]: '' } })
    case '$inc':
      return notes.updateWhere(one.query, { $inc: { [one.name]: 1 } })
  }
}

it.each([false, true])(
  'any sequence of operations does what is documented; with indexes: %s',
  async (indexed) => {
    const keys = (...all: string[]) => all.map((field) => ({ field, direction: 1 as const }))
    await fc.assert(
      fc.asyncProperty(fc.array(operation, { minLength: 10, maxLength: 40 }), async (operations) => {
        const notes = openNotes()
        if (indexed) {
          const indexes = [
            { name: 'a', keys: keys('a') },
            { name: 'b_c', keys: keys('b', 'c') },
          ]
          notes.database.applySchema([{ name: 'notes', indexes }])
        }
        const model = new Model()
        for (const one of operations) {
          // Which documents an update reached before its error depends on the order, which an index may change.
          if (one.do === '$inc' && model.where(one.query).length > 1) continue
          const expected = model.apply(one)
          const answer = await carryOut(notes, one).catch((error: unknown) => String(error))
          if (typeof expected === 'string') expect(answer).toContain(expected)
          else if (Array.isArray(expected) && one.do === 'find') {
            expect(answer).toHaveLength(expected.length)
            expect(answer).toEqual(expect.arrayContaining(expected))
          } else expect(answer).toEqual(expected)
        }
        const left = new Map(notes.database.documents('notes').map(({ _id, ...rest }) => [_id, rest]))
        expect(left).toEqual(model.documents)
      }),
      { numRuns: 150 },
    )
  },
  60_000,
)
