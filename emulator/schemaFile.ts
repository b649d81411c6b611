import * as v from 'valibot'
import { type Access, AccessSchema } from './cloudbase/access/index.ts'
import type { CollectionDefinition } from './cloudbase/database/index.ts'
import { type FunctionRules, FunctionRulesSchema } from './cloudbase/functions/rules.ts'

/** A collection and what mini-programs may do with it: nothing, if it does not say. */
export interface SchemaCollection extends CollectionDefinition {
  readonly access?: Access | undefined
}

export const SchemaFileSchema = v.object({
  collections: v.array(
    v.object({
      name: v.pipe(v.string(), v.minLength(1)),
      access: v.optional(AccessSchema),
      indexes: v.optional(
        v.array(
          v.object({
            name: v.pipe(v.string(), v.minLength(1)),
            keys: v.array(
              v.object({
                field: v.pipe(v.string(), v.minLength(1)),
                direction: v.picklist([1, -1, '2dsphere']),
              }),
            ),
            unique: v.optional(v.boolean(), false),
          }),
        ),
        [],
      ),
    }),
  ),
  /** Which functions mini-programs may call: all, if it does not say. */
  functions: v.optional(FunctionRulesSchema, {}),
})

/**
 * The collections of a schema.json; what it says for the real cloud alone is passed over.
 * @throws ValiError naming the field
 */
export const readSchemaFile = (content: unknown): readonly SchemaCollection[] =>
  v.parse(SchemaFileSchema, content).collections

/**
 * Which functions mini-programs may call, as a schema.json says it.
 * @throws ValiError naming the field
 */
export const readFunctionRules = (content: unknown): FunctionRules =>
  v.parse(SchemaFileSchema, content).functions
