import * as v from 'valibot'
import { UserError } from '../../emulator/userError.ts'

const RefusalSchema = v.object({ error: v.string(), field: v.optional(v.string(), 'content') })

const wordsOf = (reply: string): string => {
  const refusal = v.safeParse(v.pipe(v.string(), v.parseJson(), RefusalSchema), reply)
  return refusal.success ? `${refusal.output.field}: ${refusal.output.error}` : reply
}

/**
 * Posts a schema to the control API: collections and indexes that are missing are created.
 * @throws UserError PROJECT_INVALID
 */
export const applySchema = async (url: string, schema: unknown): Promise<void> => {
  const reply = await fetch(`${url}/__world/database/schema`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(schema),
  })
  if (reply.ok) return
  throw new UserError('PROJECT_INVALID', `schema.json: ${wordsOf(await reply.text())}`, 'Correct that file.')
}
