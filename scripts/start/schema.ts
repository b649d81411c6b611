import * as v from 'valibot'
import type { FunctionRules } from '../../emulator/cloudbase/functions/rules.ts'
import { readFunctionRules } from '../../emulator/schemaFile.ts'
import { UserError } from '../../emulator/userError.ts'

const RefusalSchema = v.object({ error: v.string(), field: v.optional(v.string(), 'content') })

const wordsOf = (reply: string): string => {
  const refusal = v.safeParse(v.pipe(v.string(), v.parseJson(), RefusalSchema), reply)
  return refusal.success ? `${refusal.output.field}: ${refusal.output.error}` : reply
}

const invalid = (words: string): UserError =>
  new UserError('PROJECT_INVALID', `schema.json: ${words}`, 'Correct that file.')

/**
 * Which functions mini-programs may call: all of a project that has no schema.json.
 * @throws UserError PROJECT_INVALID
 */
export const functionRulesOf = (schema: unknown): FunctionRules => {
  if (schema === undefined) return {}
  try {
    return readFunctionRules(schema)
  } catch (error) {
    if (!(error instanceof v.ValiError)) throw error
    const [issue] = error.issues
    throw invalid(`${v.getDotPath(issue) ?? 'content'}: ${issue.message}`)
  }
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
  throw invalid(wordsOf(await reply.text()))
}
