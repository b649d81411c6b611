import * as v from 'valibot'
import { RuleSyntaxError } from './errors.ts'
import type { Expression } from './expression.ts'
import { parseRule } from './parse.ts'

/** What a mini-program does to documents. */
export type Operation = 'read' | 'create' | 'update' | 'delete'

/** Whose documents a basic permission opens. */
export type Share = 'all' | 'own' | 'none'

/** What mini-programs may do with the documents of a collection. Functions are never asked. */
export type Access =
  | { readonly kind: 'basic'; readonly read: Share; readonly write: 'own' | 'none' }
  | { readonly kind: 'rules'; readonly rules: Readonly<Record<Operation, Expression>> }

const READ_ALL_WRITE_OWN: Access = { kind: 'basic', read: 'all', write: 'own' }
const OWN: Access = { kind: 'basic', read: 'own', write: 'own' }
const READ_ALL: Access = { kind: 'basic', read: 'all', write: 'none' }

/** Assumption: a collection that says nothing is closed. The console asks when a collection is created there. */
export const CLOSED: Access = { kind: 'basic', read: 'none', write: 'none' }

/**
 * What `--create-collections` gives, whose point is that a project runs that brings no schema.
 * Assumption: the creator reads and writes, the narrower of the two permissions with which a mini-program can add.
 */
export const CREATED: Access = OWN

/**
 * The four basic permissions by our names, which say what they do, and by the platform's tags (READONLY: all read,
 * the creator writes; PRIVATE: the creator reads and writes; ADMINWRITE: all read; ADMINONLY: nobody), WeChat Open
 * Platform documentation, "setPermission", read 2026-11.
 */
const BASIC: ReadonlyMap<string, Access> = new Map([
  ['read-all-write-own', READ_ALL_WRITE_OWN],
  ['READONLY', READ_ALL_WRITE_OWN],
  ['own', OWN],
  ['PRIVATE', OWN],
  ['read-all', READ_ALL],
  ['ADMINWRITE', READ_ALL],
  ['none', CLOSED],
  ['ADMINONLY', CLOSED],
])

const NAMES = [...BASIC.keys()]

const RuleSchema = v.pipe(
  v.union([v.boolean(), v.string()], 'a rule is true, false or an expression'),
  v.rawTransform(({ dataset, addIssue, NEVER }): Expression => {
    if (typeof dataset.value === 'boolean') return { kind: 'literal', value: dataset.value }
    try {
      return parseRule(dataset.value)
    } catch (error) {
      if (!(error instanceof RuleSyntaxError)) throw error
      addIssue({ message: error.message })
      return NEVER
    }
  }),
)

const NEVER_ALLOWED: Expression = { kind: 'literal', value: false }

const RulesSchema = v.pipe(
  v.strictObject({
    rules: v.strictObject({
      read: v.optional(RuleSchema),
      write: v.optional(RuleSchema),
      create: v.optional(RuleSchema),
      update: v.optional(RuleSchema),
      delete: v.optional(RuleSchema),
    }),
  }),
  v.transform(({ rules: { read, write = NEVER_ALLOWED, create, update, delete: remove } }): Access => {
    // "create, update and delete take over write; read and write are false" by default: docs.cloudbase.net, read 2026-11.
    return {
      kind: 'rules',
      rules: {
        read: read ?? NEVER_ALLOWED,
        create: create ?? write,
        update: update ?? write,
        delete: remove ?? write,
      },
    }
  }),
)

const BasicSchema = v.pipe(
  v.string(),
  v.picklist(NAMES, `access is one of ${NAMES.join(', ')} or { "rules": { … } }`),
  v.transform((name): Access => BASIC.get(name) ?? CLOSED),
)

/** `"access"` of a collection in schema.json. */
export const AccessSchema = v.lazy(
  (given): v.GenericSchema<unknown, Access> =>
    typeof given === 'object' && given !== null ? RulesSchema : BasicSchema,
)
