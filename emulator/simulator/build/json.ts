import { existsSync, readFileSync } from 'node:fs'
import { transformSync } from 'esbuild'
import { nameInProblems, type Problem } from './problem.ts'

export type JsonObject = Record<string, unknown>

/** Whether a value is an object with named fields. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The strings of a list; everything else in it is left out. */
export function stringsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : []
}

/** The fields of an object whose values are strings. */
export function stringFieldsOf(value: unknown): Record<string, string> {
  const fields: Record<string, string> = {}
  if (!isJsonObject(value)) return fields
  for (const [name, field] of Object.entries(value)) if (typeof field === 'string') fields[name] = field
  return fields
}

/** Reads a JSON object; a missing file is an empty one, a broken one adds a problem and is empty too. */
export function readJson(root: string, file: string, problems: Problem[]): JsonObject {
  if (!existsSync(file)) return {}
  const text = readFileSync(file, 'utf8')
  try {
    const value: unknown = JSON.parse(text)
    if (isJsonObject(value)) return value
    problems.push(problemAt(root, file, 1, 1, 'expected an object'))
  } catch {
    problems.push(locateSyntaxError(root, file, text))
  }
  return {}
}

// JSON.parse does not always say where it stopped (short texts have no position in Node 20); esbuild does.
function locateSyntaxError(root: string, file: string, text: string): Problem {
  try {
    transformSync(text, { loader: 'json', logLevel: 'silent' })
  } catch (error) {
    const first = firstMessage(error)
    if (first) return problemAt(root, file, first.line, first.column + 1, first.text)
  }
  return problemAt(root, file, 1, 1, 'not valid JSON: comments and trailing commas are not allowed')
}

function firstMessage(error: unknown): { text: string; line: number; column: number } | undefined {
  if (!(error instanceof Error) || !('errors' in error) || !Array.isArray(error.errors)) return undefined
  const first: unknown = error.errors[0]
  if (!isJsonObject(first) || !isJsonObject(first['location'])) return undefined
  const { line, column } = first['location']
  if (typeof line !== 'number' || typeof column !== 'number') return undefined
  return { text: String(first['text']), line, column }
}

function problemAt(root: string, file: string, line: number, column: number, message: string): Problem {
  return { severity: 'error', file: nameInProblems(root, file), line, column, message }
}
