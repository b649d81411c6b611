import { numberOf, typeOf } from './bson-types.ts'
import { encodeForStorage } from './ejson.ts'
import { invalidOperator, writeError } from './errors.ts'
import { child, isPosition, valueAt } from './paths.ts'
import { printValue, valueKey } from './value-key.ts'
import { type Document, isFields, type Operators } from './values.ts'

/** Operators that leave a path alone that is not there. */
const NOT_CREATING = new Set(['$unset', '$pull', '$pullAll', '$pop', '$rename'])

const KNOWN = new Set([
  ...NOT_CREATING,
  ...['$set', '$inc', '$mul', '$min', '$max', '$push', '$addToSet', '$bit', '$currentDate', '$setOnInsert'],
])

/** Refuses an operator that MongoDB does not have, whether or not a document matches. */
export function checkModifiers(operators: Operators): void {
  for (const operator of Object.keys(operators)) {
    if (!KNOWN.has(operator)) throw invalidOperator(`Unknown modifier: ${operator}`)
  }
}

/** Refuses what MongoDB answers with a write error. */
export function checkUpdate(document: Document, operators: Operators): void {
  checkModifiers(operators)
  for (const [operator, operands] of Object.entries(operators)) {
    for (const [path, operand] of Object.entries(operands)) {
      if (path === '' || path.split('.').includes('')) {
        throw writeError(`The update path '${path}' contains an empty field name, which is not allowed.`)
      }
      checkIdentity(document, operator, path, operand)
      if (operator === '$rename') checkRename(document, path, operand)
      if (!NOT_CREATING.has(operator)) checkCreatable(document, path)
      CHECKS.get(operator)?.(document, path, operand)
    }
  }
}

/** MongoDB lets `_id` be set to the value it has. */
function checkIdentity(document: Document, operator: string, path: string, operand: unknown): void {
  const [first] = path.split('.')
  if (
    first !== '_id' ||
    (operator === '$set' && path === '_id' && valueKey(operand) === valueKey(document._id))
  )
    return
  throw writeError(`Performing an update on the path '${path}' would modify the immutable field '_id'`)
}

function checkCreatable(document: Document, path: string): void {
  const segments = path.split('.')
  const last = segments.pop()
  let value: unknown = document
  for (const [depth, segment] of segments.entries()) {
    value = child(value, segment)
    if (value === undefined) return
    const next = segments[depth + 1] ?? last ?? ''
    if (isFields(value) || (Array.isArray(value) && isPosition(next))) continue
    throw writeError(`Cannot create field '${next}' in element {${segment}: ${printValue(value)}}`)
  }
}

function checkRename(document: Document, path: string, target: unknown): void {
  if (typeof target !== 'string') throw writeError(`The 'to' field for $rename must be a string: ${path}`)
  if (target === path)
    throw writeError(`The source and target field for $rename must differ: ${path}: "${target}"`)
  checkIdentity(document, '$rename', target, undefined)
  for (const end of [path, target]) {
    const segments = end.split('.')
    for (let depth = 1; depth < segments.length; depth += 1) {
      if (Array.isArray(valueAt(document, segments.slice(0, depth).join('.')))) {
        throw writeError(`The source or destination field of $rename cannot be in an array: '${end}'`)
      }
    }
  }
  if (valueAt(document, path) !== undefined) checkCreatable(document, target)
}

type Check = (document: Document, path: string, operand: unknown) => void

const onNumber =
  (operator: string, verb: string): Check =>
  (document, path, operand) => {
    const field = path.split('.').at(-1)
    if (numberOf(operand) === undefined) {
      throw writeError(`Cannot ${verb} with non-numeric argument: {${path}: ${printValue(operand)}}`)
    }
    const value = valueAt(document, path)
    if (value === undefined || numberOf(value) !== undefined) return
    throw writeError(
      `Cannot apply ${operator} to a value of non-numeric type. {_id: ${printValue(document._id)}} has the field ` +
        `'${field}' of non-numeric type ${typeOf(value)}`,
    )
  }

const onArray =
  (message: (path: string, type: string, document: Document) => string): Check =>
  (document, path) => {
    const value = valueAt(document, path)
    if (value !== undefined && !Array.isArray(value)) throw writeError(message(path, typeOf(value), document))
  }

const CHECKS: ReadonlyMap<string, Check> = new Map<string, Check>([
  ['$inc', onNumber('$inc', 'increment')],
  ['$mul', onNumber('$mul', 'multiply')],
  [
    '$bit',
    (document, path, operand) => {
      checkBits(operand)
      const value = valueAt(document, path)
      if (value === undefined || Number.isInteger(value)) return
      throw writeError(
        `Cannot apply $bit to a value of non-integral type. {_id: ${printValue(document._id)}} has the field ` +
          `${path.split('.').at(-1)} of non-integer type ${typeOf(value)}`,
      )
    },
  ],
  [
    '$push',
    onArray(
      (path, type, { _id }) =>
        `The field '${path}' must be an array but is of type ${type} in document {_id: ${encodeForStorage(_id)}}`,
    ),
  ],
  [
    '$addToSet',
    onArray(
      (path, type) =>
        `Cannot apply $addToSet to non-array field. Field named '${path}' has non-array type ${type}`,
    ),
  ],
  ['$pull', onArray(() => 'Cannot apply $pull to a non-array value')],
  ['$pullAll', onArray(() => 'Cannot apply $pull to a non-array value')],
  [
    '$pop',
    (document, path, operand) => {
      if (operand !== 1 && operand !== -1)
        throw writeError(`$pop expects 1 or -1, found: ${printValue(operand)}`)
      isArrayToPop(document, path, operand)
    },
  ],
])

const isArrayToPop = onArray((path, type) => `Path '${path}' contains an element of non-array type '${type}'`)

function checkBits(operand: unknown): void {
  if (!isFields(operand)) {
    throw writeError(
      `The $bit modifier is not compatible with a ${typeOf(operand)}. You must pass in an embedded document: ` +
        '{$bit: {field: {and/or/xor: #}}',
    )
  }
  for (const [name, mask] of Object.entries(operand)) {
    if (!['and', 'or', 'xor'].includes(name)) {
      throw writeError(
        `The $bit modifier only supports 'and', 'or', and 'xor', not '${name}' which is an unknown operator`,
      )
    }
    if (!Number.isInteger(mask)) {
      throw writeError(
        `The $bit modifier field must be an Integer(32/64 bit); a '${typeOf(mask)}' is not supported here`,
      )
    }
  }
}
