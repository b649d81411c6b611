import { numberOf, typeOf } from '../bson-types.ts'
import { requestFailed } from '../errors.ts'
import { parsePath, valueAlong } from '../expressions/field-path.ts'
import { isNullish, namedOperands } from '../expressions/operands.ts'
import { compileAddFields, compileProjection, type Show } from '../projection.ts'
import { compileMatches } from '../query.ts'
import { sortDocuments } from '../sort.ts'
import { type Fields, isFields } from '../values.ts'
import { withValueAt } from './set-path.ts'
import type { CompileStage } from './stage.ts'

function needFields(name: string, operand: unknown): Fields {
  if (isFields(operand)) return operand
  throw requestFailed(`${name} specification must be an object`)
}

function needCount(name: string, operand: unknown, least: number): number {
  const count = numberOf(operand)
  if (count !== undefined && Number.isInteger(count) && count >= least) return count
  throw requestFailed(
    least === 0 ? `Argument to ${name} cannot be negative` : `the ${name.slice(1)} must be positive`,
  )
}

export const match: CompileStage = (operand, { scope }) => {
  if (!isFields(operand)) throw requestFailed('the match filter must be an expression in an object')
  const matches = compileMatches(operand, scope)
  return (documents, frame) => documents.filter((document) => matches(document, frame))
}

const showing =
  (
    name: string,
    compile: (fields: Fields, scope: Parameters<CompileStage>[1]['scope']) => Show,
  ): CompileStage =>
  (operand, { scope }) => {
    const fields = needFields(name, operand)
    if (Object.keys(fields).length === 0)
      throw requestFailed(`${name} specification must have at least one field`)
    const show = compile(fields, scope)
    return (documents, frame) => documents.map((document) => show(document, frame))
  }

export const project = showing('$project', compileProjection)

export const addFields = showing('$addFields', compileAddFields)

export const replaceRoot: CompileStage = (operand, { scope }) => {
  const { newRoot } = namedOperands('$replaceRoot', operand, ['newRoot'])
  const evaluate = scope.compile(newRoot, scope)
  return (documents, frame) =>
    documents.map((document) => {
      frame[0] = document
      const root = evaluate(frame)
      if (isFields(root)) return root
      throw requestFailed(
        `'newRoot' expression must evaluate to an object, but resulting value was of type: '${typeOf(root)}'`,
      )
    })
}

export const limit: CompileStage = (operand) => {
  const count = needCount('$limit', operand, 1)
  return (documents) => documents.slice(0, count)
}

export const skip: CompileStage = (operand) => {
  const count = needCount('$skip', operand, 0)
  return (documents) => documents.slice(count)
}

export const sort: CompileStage = (operand) => {
  const order = needFields('$sort key', operand)
  if (Object.keys(order).length === 0) throw requestFailed('$sort stage must have at least one sort key')
  for (const [path, direction] of Object.entries(order)) {
    parsePath(path)
    if (direction !== 1 && direction !== -1) {
      throw requestFailed('$sort key ordering must be 1 (for ascending) or -1 (for descending)')
    }
  }
  return (documents) => sortDocuments(documents, order)
}

export const sample: CompileStage = (operand) => {
  const count = needCount('$sample size', namedOperands('$sample', operand, ['size'])['size'], 0)
  return (documents) => {
    const drawn = [...documents]
    for (let at = 0; at < Math.min(count, drawn.length); at += 1) {
      const other = at + Math.floor(Math.random() * (drawn.length - at))
      const [one, two] = [drawn[at], drawn[other]]
      if (one !== undefined && two !== undefined) [drawn[at], drawn[other]] = [two, one]
    }
    return drawn.slice(0, count)
  }
}

/** MongoDB manual, "$count": no documents, no answer. */
export const count: CompileStage = (operand) => {
  if (typeof operand !== 'string' || operand === '') {
    throw requestFailed('the count field must be a non-empty string')
  }
  if (operand.startsWith('$')) throw requestFailed('the count field cannot be a $-prefixed path')
  if (operand.includes('.')) throw requestFailed("the count field cannot contain '.'")
  const path = parsePath(operand)
  return (documents) => (documents.length === 0 ? [] : [withValueAt({}, path, documents.length)])
}

/** MongoDB manual, "$unwind": a value that is no array counts as an array of it. */
export const unwind: CompileStage = (operand) => {
  const spec = isFields(operand)
    ? namedOperands('$unwind', operand, ['path'], ['includeArrayIndex', 'preserveNullAndEmptyArrays'])
    : { path: operand }
  const { path: given, includeArrayIndex, preserveNullAndEmptyArrays = false } = spec
  if (typeof given !== 'string') throw requestFailed('no path specified to $unwind stage')
  if (!given.startsWith('$'))
    throw requestFailed(`path option to $unwind stage should be prefixed with a '$': ${given}`)
  if (typeof preserveNullAndEmptyArrays !== 'boolean') {
    throw requestFailed('expected a boolean for the preserveNullAndEmptyArrays option to $unwind stage')
  }
  if (
    includeArrayIndex !== undefined &&
    (typeof includeArrayIndex !== 'string' || includeArrayIndex === '')
  ) {
    throw requestFailed('expected a non-empty string for the includeArrayIndex option to $unwind stage')
  }
  const path = parsePath(given.slice(1))
  const position = includeArrayIndex === undefined ? undefined : parsePath(includeArrayIndex)
  const numbered = (document: Fields, at: number | null) =>
    position === undefined ? document : withValueAt(document, position, at)
  return (documents) =>
    documents.flatMap((document): Fields[] => {
      const value = valueAlong(document, path, 0)
      if (Array.isArray(value) && value.length > 0) {
        return value.map((element: unknown, at) => numbered(withValueAt(document, path, element), at))
      }
      if (!Array.isArray(value) && !isNullish(value)) return [numbered(document, null)]
      if (!preserveNullAndEmptyArrays) return []
      return [numbered(Array.isArray(value) ? withValueAt(document, path, undefined) : document, null)]
    })
}
