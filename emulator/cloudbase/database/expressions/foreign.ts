import { Context, evalExpr } from 'mingo/core'
import * as expression from 'mingo/operators/expression'
import type { Any, AnyObject, ExpressionOperator, Options } from 'mingo/types'
import { requestFailed } from '../errors.ts'
import { isFields } from '../values.ts'
import type { Evaluate, Operator, Scope } from './scope.ts'

/**
 * Operators that `db.command.aggregate` of @cloudbase/database 1.4.3 does not build, but that a request can carry:
 * mingo computes them from operands that are evaluated here.
 */
const NAMES = [
  ...['$acos', '$acosh', '$asin', '$asinh', '$atan', '$atan2', '$atanh', '$cos', '$cosh', '$sin', '$sinh'],
  ...['$tan', '$tanh', '$degreesToRadians', '$radiansToDegrees'],
  ...['$convert', '$toBool', '$toDate', '$toDouble', '$toInt', '$toLong', '$toString', '$isNumber'],
  ...['$trim', '$ltrim', '$rtrim', '$regexFind', '$regexFindAll', '$regexMatch'],
]

const OPERATORS: ReadonlyMap<string, ExpressionOperator> = new Map(Object.entries(expression))

/** Holds the one operator only: mingo copies its context at every evaluation. */
const settingsFor = (name: string): Options => ({
  idKey: '_id',
  processingMode: 0,
  useStrictMode: true,
  failOnError: true,
  scriptEnabled: false,
  context: Context.init({
    expression: Object.fromEntries([...OPERATORS].filter(([other]) => other === name)),
  }),
})

/**
 * mingo would take an evaluated text that begins with a dollar for a path. So it is given variables in the shape of
 * the operand, which it looks up once.
 */
const adapt =
  (name: string): Operator =>
  (operand, scope) => {
    const { shape, evaluates } = variablesFor(operand, scope)
    const settings = settingsFor(name)
    return (frame) => {
      const variables: AnyObject = {}
      for (const [at, evaluate] of evaluates.entries()) variables[`v${at}`] = evaluate(frame)
      try {
        return evalExpr({}, { [name]: shape }, { ...settings, variables })
      } catch (error) {
        // Whatever it throws, an operand was none that it takes.
        throw requestFailed(`${name}: ${error instanceof Error ? error.message : String(error)}`)
      }
    }
  }

function variablesFor(operand: unknown, scope: Scope): { shape: Any; evaluates: readonly Evaluate[] } {
  const compile = (one: unknown) => scope.compile(one, scope)
  if (Array.isArray(operand)) {
    return { shape: operand.map((_, at) => `$$v${at}`), evaluates: operand.map(compile) }
  }
  if (!isFields(operand) || Object.keys(operand).some((name) => name.startsWith('$'))) {
    return { shape: '$$v0', evaluates: [compile(operand)] }
  }
  const entries = Object.entries(operand)
  return {
    shape: Object.fromEntries(entries.map(([name], at) => [name, `$$v${at}`])),
    evaluates: entries.map(([, one]) => compile(one)),
  }
}

export const FOREIGN: readonly (readonly [string, Operator])[] = NAMES.map((name) => [name, adapt(name)])
