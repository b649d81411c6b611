import { type Condition, compileCondition } from './conditions.ts'
import { invalidOperator, requestFailed } from './errors.ts'
import { compile, rootScope } from './expressions/compile.ts'
import { isTrue } from './expressions/operands.ts'
import type { Frame, Scope } from './expressions/scope.ts'
import { compileSchema } from './json-schema.ts'
import { type Fields, isFields } from './values.ts'

/** The answer's shape: what to skip, cut and show of the documents found. */
export interface View {
  readonly order: Fields
  readonly offset: number
  readonly limit: number
  readonly projection: Fields
}

/** Whether a document matches; the frame holds the variables that an `$expr` can name. */
export type Matches = (document: unknown, frame: Frame) => boolean

/**
 * Compiles a query to a test of one document.
 *
 * mingo 7.2.6 has a matcher too. Its paths, its equality and its comparison differ from MongoDB's in so many cases
 * (each has a test beside this file) that replacing its operators one by one would leave nothing of it.
 */
export function compileQuery(query: Fields): (document: Fields) => boolean {
  const matches = compileMatches(query, rootScope(0))
  const frame: Frame = []
  return (document) => matches(document, frame)
}

/** As {@link compileQuery}, in the scope of a pipeline. */
export function compileMatches(query: Fields, scope: Scope): Matches {
  const clauses = Object.entries(query).map(([name, operand]) => compileClause(name, operand, scope))
  const [first] = clauses
  if (first !== undefined && clauses.length === 1) return first
  return (document, frame) => clauses.every((clause) => clause(document, frame))
}

function compileClause(name: string, operand: unknown, scope: Scope): Matches {
  if (!name.startsWith('$')) return compileField(name, operand, scope)
  const compileTop = TOP_LEVEL.get(name)
  if (compileTop === undefined) throw invalidOperator(`unknown top level operator: ${name}`)
  return compileTop(operand, scope)
}

function compileField(field: string, operand: unknown, scope: Scope): Matches {
  const path = field.split('.')
  const condition: Condition = compileCondition(field, operand, (query) => {
    const matches = compileMatches(query, scope)
    return (document) => matches(document, [document])
  })
  return (document) => condition(document, path)
}

type Compile = (operand: unknown, scope: Scope) => Matches

const clausesOf =
  (name: string, combine: (clauses: readonly Matches[]) => Matches): Compile =>
  (operand, scope) => {
    if (!Array.isArray(operand) || operand.length === 0)
      throw requestFailed(`${name} must be a nonempty array`)
    if (!operand.every(isFields)) throw requestFailed('$or/$and/$nor entries need to be full objects')
    return combine(operand.map((clause) => compileMatches(clause, scope)))
  }

const TOP_LEVEL: ReadonlyMap<string, Compile> = new Map<string, Compile>([
  ['$and', clausesOf('$and', (all) => (document, frame) => all.every((clause) => clause(document, frame)))],
  ['$or', clausesOf('$or', (any) => (document, frame) => any.some((clause) => clause(document, frame)))],
  ['$nor', clausesOf('$nor', (none) => (document, frame) => !none.some((clause) => clause(document, frame)))],
  [
    '$expr',
    (operand, scope) => {
      const evaluate = compile(operand, scope)
      return (document, frame) => {
        frame[0] = document
        return isTrue(evaluate(frame))
      }
    },
  ],
  [
    '$jsonSchema',
    (operand) => {
      const validate = compileSchema(operand)
      return (document) => validate(document)
    },
  ],
  ['$comment', () => () => true],
  [
    '$text',
    () => {
      throw requestFailed('text index required for $text query')
    },
  ],
])
