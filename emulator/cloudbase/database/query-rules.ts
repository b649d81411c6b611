import { requestFailed } from './errors.ts'
import { toRegExp } from './regexp.ts'
import { type Fields, isFields } from './values.ts'

const LISTS = new Set(['$in', '$nin', '$all'])
const CLAUSES = new Set(['$and', '$or', '$nor'])

/**
 * Checks the operands that MongoDB checks, so that mingo sees well-formed queries only, and turns `$regex` with
 * `$options` into one expression.
 */
export function prepareQuery(query: Fields): Fields {
  const prepared: Record<string, unknown> = {}
  for (const [name, operand] of Object.entries(query)) {
    if (name === '$options' && '$regex' in query) continue
    prepared[name] =
      name === '$regex' ? regularExpression(operand, query['$options']) : prepareOperand(name, operand)
  }
  return prepared
}

function prepareOperand(name: string, operand: unknown): unknown {
  if (LISTS.has(name) && !Array.isArray(operand)) throw requestFailed(`${name} needs an array`)
  if (CLAUSES.has(name)) checkClauses(name, operand)
  if (name === '$elemMatch' && !isFields(operand)) throw requestFailed('$elemMatch needs an Object')
  if (name === '$not' && !isFields(operand) && !(operand instanceof RegExp)) {
    throw requestFailed('$not needs a regex or a document')
  }
  if (name === '$size' && !(Number.isInteger(operand) && Number(operand) >= 0)) {
    throw requestFailed('$size must be a non-negative whole number')
  }
  if (
    name === '$mod' &&
    !(Array.isArray(operand) && operand.length === 2 && operand.every(Number.isFinite))
  ) {
    throw requestFailed('malformed mod, needs to be an array of two numbers')
  }
  return prepareValue(operand)
}

function prepareValue(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(prepareValue)
  return isFields(value) ? prepareQuery(value) : value
}

function checkClauses(name: string, operand: unknown): void {
  if (!Array.isArray(operand) || operand.length === 0) throw requestFailed(`${name} must be a nonempty array`)
  if (!operand.every(isFields)) throw requestFailed('$or/$and/$nor entries need to be full objects')
}

function regularExpression(pattern: unknown, options: unknown): RegExp {
  if (!(pattern instanceof RegExp)) return toRegExp(pattern, options)
  return options === undefined ? pattern : toRegExp(pattern.source, options)
}
