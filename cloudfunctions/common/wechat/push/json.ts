import * as v from 'valibot'
import { checkSize, unreadable } from './unreadable.ts'

const JsonSchema = v.pipe(
  v.string(),
  v.parseJson(),
  v.check((value) => !Array.isArray(value)),
  v.record(v.string(), v.unknown()),
)

const textOf = (value: unknown): string | undefined => {
  if (typeof value === 'string') return value
  return Number.isSafeInteger(value) ? String(value) : undefined
}

/**
 * Reads a message in JSON, the other format that an account can choose: its texts, and as texts its numbers, as readXml
 * does. A number of more digits than JSON.parse can keep (MsgId) is left out.
 * @returns an object without prototype
 * @throws OneIdError PUSH_UNREADABLE
 */
export const readJson = (text: string): Readonly<Record<string, string>> => {
  checkSize(text)
  const parsed = v.safeParse(JsonSchema, text)
  if (!parsed.success) throw unreadable('no JSON object')
  const fields: Record<string, string> = Object.create(null)
  for (const [name, value] of Object.entries(parsed.output)) {
    const told = textOf(value)
    if (told !== undefined) fields[name] = told
  }
  return fields
}
