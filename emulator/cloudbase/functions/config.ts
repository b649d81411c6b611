import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as v from 'valibot'
import { FUNCTION_LIMITS } from './limits.ts'

const TriggerSchema = v.object({
  name: v.pipe(
    v.string(),
    v.regex(/^[A-Za-z][\w-]*$/, 'a name begins with a letter; letters, digits, - and _ follow'),
    v.maxLength(FUNCTION_LIMITS.TRIGGER_NAME_LENGTH, 'a name has 60 characters at most'),
  ),
  type: v.literal('timer', 'the only type is "timer"'),
  /** Cron expression of seven fields. */
  config: v.string(),
})

const ConfigSchema = v.object({
  permissions: v.optional(v.object({ openapi: v.optional(v.array(v.string()), []) })),
  triggers: v.optional(v.array(TriggerSchema), []),
})

export type TimerTrigger = v.InferOutput<typeof TriggerSchema>
type FunctionConfig = v.InferOutput<typeof ConfigSchema>

const EMPTY: FunctionConfig = { triggers: [] }

const fileOf = (root: string, name: string): string => join(root, name, 'config.json')

const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

/** A config.json that cannot be what its author wanted: names the file and the field. */
export const configProblem = (root: string, name: string, field: string, words: string): Error =>
  new Error(`${fileOf(root, name)}: ${field === '' ? '' : `${field}: `}${words}`)

const readConfig = (root: string, name: string): FunctionConfig => {
  const file = fileOf(root, name)
  if (!existsSync(file)) return EMPTY
  let content: unknown
  try {
    content = JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    throw configProblem(root, name, '', wordsOf(error))
  }
  const parsed = v.safeParse(ConfigSchema, content)
  if (parsed.success) return parsed.output
  const [issue] = parsed.issues
  throw configProblem(root, name, v.getDotPath(issue) ?? '', issue.message)
}

/**
 * The cloud calls (云调用) that a function may make: none without a config.json.
 * @throws Error that names the file and the field
 */
export const permissionsOf = (root: string, name: string): readonly string[] =>
  readConfig(root, name).permissions?.openapi ?? []

/** @throws Error that names the file and the field */
export const triggersOf = (root: string, name: string): readonly TimerTrigger[] =>
  readConfig(root, name).triggers
