import { toJsonSchema } from '@valibot/to-json-schema'
import { WorldFileSchema } from '../../emulator/wechat/definition.ts'

/**
 * docs/world.schema.json: what an editor offers and refuses in a world file. Rules about more than one field, such as
 * "either a url or a function", have no words in JSON Schema and are left to the start.
 */
export const worldSchema = (): string => {
  const schema = toJsonSchema(WorldFileSchema, { typeMode: 'input', errorMode: 'ignore' })
  return `${JSON.stringify({ ...schema, title: 'A world of the OneID local cloud' }, null, 2)}\n`
}
