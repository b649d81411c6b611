import * as v from 'valibot'
import type { CollectionDefinition } from './cloudbase/database/index.ts'

const SchemaFileSchema = v.object({
  collections: v.array(
    v.object({
      name: v.pipe(v.string(), v.minLength(1)),
      indexes: v.optional(
        v.array(
          v.object({
            name: v.pipe(v.string(), v.minLength(1)),
            keys: v.array(
              v.object({ field: v.pipe(v.string(), v.minLength(1)), direction: v.picklist([1, -1]) }),
            ),
            unique: v.optional(v.boolean(), false),
          }),
        ),
        [],
      ),
    }),
  ),
})

/**
 * The collections of a schema.json; what it says for the real cloud alone is passed over.
 * @throws ValiError naming the field
 */
export const readSchemaFile = (content: unknown): readonly CollectionDefinition[] =>
  v.parse(SchemaFileSchema, content).collections
