// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the language of rules has templates, too
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { holds, viewOf } from '../emulator/cloudbase/access/evaluate.ts'
import { narrow } from '../emulator/cloudbase/access/narrow.ts'
import { parseRule } from '../emulator/cloudbase/access/parse.ts'
import { compileQuery } from '../emulator/cloudbase/database/query.ts'

/** The check of queries against rules, with the database's own reading of queries. */

const ROOMS: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  'database.room.r1': { members: ['oAlice'], open: true },
  'database.room.r2': { members: [], open: false },
}
const SCOPE = {
  auth: { openid: 'oAlice' },
  now: 100,
  data: undefined,
  get: (path: string) => ROOMS[path] ?? null,
}

describe('an accepted query never finds a document that the rule refuses', () => {
  const scalar = fc.constantFrom<(string | number | boolean)[]>('oAlice', 'oBob', 'r1', 1, 2, true)
  const path = fc.constantFrom('a', 'b', 'c.d')
  /** Documents and queries come from JSON: plain objects. */
  const record = <Model extends object>(model: { [Name in keyof Model]: fc.Arbitrary<Model[Name]> }) =>
    fc.record(model, { noNullPrototype: true })
  const value = fc.oneof(
    { weight: 4, arbitrary: scalar },
    { weight: 2, arbitrary: fc.array(scalar, { maxLength: 3 }) },
    fc.constant(null),
  )
  const document = fc.record(
    {
      a: value,
      b: value,
      c: fc.oneof(record({ d: value }), fc.array(record({ d: value }), { maxLength: 2 }), value),
    },
    { requiredKeys: [], noNullPrototype: true },
  )

  const condition = fc.oneof(
    scalar,
    record({ $eq: scalar }),
    record({ $ne: scalar }),
    record({ $gt: fc.integer({ min: 0, max: 4 }) }),
    record({ $lte: fc.integer({ min: 0, max: 4 }), $ne: scalar }),
    record({ $gte: fc.integer({ min: 0, max: 4 }), $lt: fc.integer({ min: 0, max: 4 }) }),
    record({ $in: fc.array(scalar, { minLength: 1, maxLength: 3 }) }),
    record({ $nin: fc.array(scalar, { maxLength: 3 }) }),
    record({ $elemMatch: record({ $eq: scalar }) }),
    record({ $all: fc.array(scalar, { minLength: 1, maxLength: 2 }) }),
  )
  const conditions = fc.dictionary(path, condition, { minKeys: 1, maxKeys: 3, noNullPrototype: true })
  const query = fc.oneof(
    conditions,
    record({ $or: fc.array(conditions, { minLength: 1, maxLength: 3 }) }),
    record({ $and: fc.tuple(conditions, record({ $or: fc.tuple(conditions, conditions) })) }),
  )

  const constant = scalar.map((each) => (typeof each === 'string' ? `'${each}'` : String(each)))
  const field = path.map((each) => `doc.${each}`)
  const comparison = fc.constantFrom('==', '!=', '>', '>=', '<', '<=')
  const atom = fc.oneof(
    fc.tuple(field, comparison, constant).map((parts) => parts.join(' ')),
    fc.tuple(constant, comparison, field).map((parts) => parts.join(' ')),
    fc
      .tuple(field, fc.array(constant, { minLength: 1, maxLength: 3 }))
      .map(([left, list]) => `${left} in [${list}]`),
    field.map((right) => `auth.openid in ${right}`),
    fc.tuple(field, comparison, field).map((parts) => parts.join(' ')),
    field.map((each) => `auth.openid in get('database.room.' + ${each}).members`),
    field.map((each) => `get(\`database.room.\${${each}}\`).open`),
    field,
    fc.tuple(field, constant).map(([left, right]) => `(${left} == ${right}) == false`),
  )
  const { rule } = fc.letrec<{ rule: string }>((tie) => ({
    rule: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      atom,
      fc.tuple(tie('rule'), tie('rule')).map(([left, right]) => `(${left}) && (${right})`),
      fc.tuple(tie('rule'), tie('rule')).map(([left, right]) => `(${left}) || (${right})`),
      tie('rule').map((operand) => `!(${operand})`),
    ),
  }))

  const permitted = rule.filter((text) => text.length <= 1024 && text.split('get(').length <= 4)

  it('whatever the documents', () => {
    let accepts = 0
    let found = 0
    fc.assert(
      fc.property(
        query,
        permitted,
        fc.array(document, { minLength: 20, maxLength: 40 }),
        (asked, text, documents) => {
          const parsed = parseRule(text)
          const narrowed = narrow(asked, parsed, SCOPE)
          if (narrowed === undefined) return
          accepts += 1
          const matches = compileQuery(narrowed)
          for (const each of documents.filter((one) => matches({ ...one }))) {
            found += 1
            if (!holds(parsed, SCOPE, viewOf(each))) {
              throw new Error(`${JSON.stringify(asked)} finds ${JSON.stringify(each)}, which ${text} refuses`)
            }
          }
        },
      ),
      { numRuns: 10_000, seed: 20_261_120 },
    )
    // The property would hold of a check that accepts nothing, too.
    expect(accepts).toBeGreaterThan(500)
    expect(found).toBeGreaterThan(500)
  })
})
