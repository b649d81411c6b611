import { checkName } from '../ejson.ts'
import { requestFailed } from '../errors.ts'
import { fieldOf } from '../paths.ts'
import { isFields } from '../values.ts'
import type { Evaluate, Scope } from './scope.ts'

/** The segments of a path of the aggregation language, which has no positions of arrays. */
export function parsePath(path: string): string[] {
  const segments = path.split('.')
  for (const segment of segments) {
    if (segment === '') throw requestFailed('FieldPath field names may not be empty strings.')
    if (segment.startsWith('$')) throw requestFailed("FieldPath field names may not start with '$'.")
  }
  checkName(path)
  return segments
}

/** `$field.path` or `$$variable.path`. */
export function compilePath(text: string, scope: Scope): Evaluate {
  if (!text.startsWith('$$')) return follow(0, parsePath(text.slice(1)), scope)
  const [variable = '', ...segments] = text.slice(2).split('.')
  const path = segments.length === 0 ? [] : parsePath(segments.join('.'))
  if (variable === 'ROOT' || variable === 'CURRENT') return follow(0, path, scope)
  if (variable === 'REMOVE') return () => undefined
  if (variable === 'NOW') return () => new Date(scope.now)
  const place = scope.variables.get(variable)
  if (place === undefined) throw requestFailed(`Use of undefined variable: ${variable}`)
  return follow(place, path, scope)
}

function follow(place: number, path: readonly string[], scope: Scope): Evaluate {
  scope.reads.add(place)
  const [first, ...rest] = path
  if (first === undefined) return (frame) => frame[place]
  if (rest.length === 0) {
    return (frame) => {
      const value = frame[place]
      return Array.isArray(value) ? spread(value, path, 0) : fieldOf(value, first)
    }
  }
  return (frame) => valueAlong(frame[place], path, 0)
}

/** The value at a path; an array on the way gives the array of what its documents have there. */
export function valueAlong(value: unknown, path: readonly string[], from: number): unknown {
  let current = value
  for (let at = from; at < path.length; at += 1) {
    if (Array.isArray(current)) return spread(current, path, at)
    current = fieldOf(current, path[at] ?? '')
    if (current === undefined) return undefined
  }
  return current
}

function spread(array: readonly unknown[], path: readonly string[], at: number): unknown[] {
  const values: unknown[] = []
  for (const element of array) {
    const value = isFields(element) ? valueAlong(element, path, at) : undefined
    if (value !== undefined) values.push(value)
  }
  return values
}
