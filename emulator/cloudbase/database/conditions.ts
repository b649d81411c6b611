import { invalidOperator, requestFailed } from './errors.ts'
import { geoQuestion } from './geo/query.ts'
import { leadsTo } from './paths.ts'
import { equalTo, patternOf, QUESTIONS, type Question } from './query-operators.ts'
import { type Fields, isFields } from './values.ts'

/**
 * Whether a condition holds for what a path leads to in a value; without a path, for the value itself, which is how
 * `$elemMatch` asks the elements of an array.
 */
export type Condition = (value: unknown, path: readonly string[] | undefined) => boolean

/** Compiles a query of whole documents; the compiler of conditions is given it for `$elemMatch`. */
export type CompileQuery = (query: Fields) => (document: unknown) => boolean

const ask =
  ({ test, whole = false, negated = false }: Question): Condition =>
  (value, path) =>
    (path === undefined ? test(value) : leadsTo(value, path, test, !whole)) !== negated

/** Compiles what stands behind a field's name. */
export function compileCondition(field: string, condition: unknown, compileQuery: CompileQuery): Condition {
  if (!isOperators(condition)) return ask({ test: equalTo(condition) })
  return compileOperators(field, condition, compileQuery)
}

/** MongoDB takes a document for one of operators by its first field. */
const isOperators = (condition: unknown): condition is Fields =>
  isFields(condition) && Object.keys(condition)[0]?.startsWith('$') === true

function compileOperators(field: string, operators: Fields, compileQuery: CompileQuery): Condition {
  const conditions: Condition[] = []
  for (const [name, operand] of Object.entries(operators)) {
    if (name === '$options') {
      if (!('$regex' in operators)) throw requestFailed('$options needs a $regex')
    } else conditions.push(compileOperator(field, name, operand, operators, compileQuery))
  }
  return all(conditions)
}

function compileOperator(
  field: string,
  name: string,
  operand: unknown,
  operators: Fields,
  compileQuery: CompileQuery,
): Condition {
  if (name === '$regex') return ask(patternOf(operand, operators['$options']))
  if (name === '$not') return not(field, operand, compileQuery)
  if (name === '$elemMatch') return ask(elemMatch(field, operand, compileQuery))
  if (name === '$all') return allOf(field, operand, compileQuery)
  const geo = geoQuestion(name, operand, operators)
  if (geo === 'part of another operator') return () => true
  const question = geo ?? QUESTIONS.get(name)?.(operand, field)
  if (question === undefined) throw invalidOperator(`unknown operator: ${name}`)
  return ask(question)
}

function all(conditions: readonly Condition[]): Condition {
  const [first] = conditions
  if (first !== undefined && conditions.length === 1) return first
  return (value, path) => conditions.every((condition) => condition(value, path))
}

function not(field: string, operand: unknown, compileQuery: CompileQuery): Condition {
  if (!isFields(operand) && !(operand instanceof RegExp))
    throw requestFailed('$not needs a regex or a document')
  if (isFields(operand) && Object.keys(operand).length === 0) throw requestFailed('$not cannot be empty')
  if (isFields(operand) && !isOperators(operand)) {
    throw invalidOperator(`unknown operator: ${Object.keys(operand)[0]}`)
  }
  const inner = compileCondition(field, operand, compileQuery)
  return (value, path) => !inner(value, path)
}

const LOGICAL = new Set(['$and', '$or', '$nor', '$where', '$expr'])

/**
 * MongoDB manual, "$elemMatch (query)": conditions are on the elements themselves, or on the fields of elements that
 * are documents (an array counts as a document whose fields are its positions).
 */
function elemMatch(field: string, operand: unknown, compileQuery: CompileQuery): Question {
  if (!isFields(operand)) throw requestFailed('$elemMatch needs an Object')
  const first = Object.keys(operand)[0]
  if (first?.startsWith('$') === true && !LOGICAL.has(first)) {
    const condition = compileOperators(field, operand, compileQuery)
    return someElement((element) => condition(element, undefined))
  }
  const matches = compileQuery(operand)
  return someElement((element) => (isFields(element) || Array.isArray(element)) && matches(element))
}

const someElement = (holds: (element: unknown) => boolean): Question => ({
  test: (value) => Array.isArray(value) && value.some(holds),
  whole: true,
})

/** MongoDB manual, "$all": an `$and` of equalities, or of `$elemMatch`; nothing matches an empty list. */
function allOf(field: string, operand: unknown, compileQuery: CompileQuery): Condition {
  if (!Array.isArray(operand)) throw requestFailed('$all needs an array')
  const isElemMatch = (one: unknown) => isFields(one) && Object.keys(one)[0] === '$elemMatch'
  if (operand.length === 0) return () => false
  if (operand.some(isElemMatch) && !operand.every(isElemMatch)) {
    throw requestFailed('$all/$elemMatch has to be consistent')
  }
  return all(
    operand.map((one: unknown) => {
      if (isFields(one) && isElemMatch(one)) return ask(elemMatch(field, one['$elemMatch'], compileQuery))
      if (isOperators(one)) throw requestFailed('no $ expressions in $all')
      return ask({ test: equalTo(one) })
    }),
  )
}
