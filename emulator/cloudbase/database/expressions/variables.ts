import { requestFailed } from '../errors.ts'
import { isFields } from '../values.ts'
import { isNullish, isTrue, namedOperands, needArray, needInteger } from './operands.ts'
import { checkVariable, type Operator, withVariables } from './scope.ts'

const bind: Operator = (operand, scope) => {
  const { vars, in: body } = namedOperands('$let', operand, ['vars', 'in'])
  if (!isFields(vars)) throw requestFailed('invalid parameter: expected an object (vars)')
  const names = Object.keys(vars).map(checkVariable)
  const values = names.map((name) => scope.compile(vars[name], scope))
  const inner = withVariables(scope, names)
  const evaluate = scope.compile(body, inner)
  return (frame) => {
    // All before any is bound: they do not see each other.
    const bound = values.map((value) => value(frame))
    for (const [offset, value] of bound.entries()) frame[scope.free + offset] = value
    return evaluate(frame)
  }
}

const nameOf = (as: unknown) => (typeof as === 'string' ? checkVariable(as) : 'this')

const map: Operator = (operand, scope) => {
  const { input, as, in: body } = namedOperands('$map', operand, ['input', 'in'], ['as'])
  const evaluateInput = scope.compile(input, scope)
  const evaluate = scope.compile(body, withVariables(scope, [nameOf(as)]))
  return (frame) => {
    const value = evaluateInput(frame)
    if (isNullish(value)) return null
    const array = needArray((type) => `input to $map must be an array not ${type}`, value)
    return array.map((element) => {
      frame[scope.free] = element
      return evaluate(frame) ?? null
    })
  }
}

const filter: Operator = (operand, scope) => {
  const { input, as, cond, limit } = namedOperands('$filter', operand, ['input', 'cond'], ['as', 'limit'])
  const evaluateInput = scope.compile(input, scope)
  const evaluateLimit = scope.compile(limit ?? null, scope)
  const holds = scope.compile(cond, withVariables(scope, [nameOf(as)]))
  return (frame) => {
    const value = evaluateInput(frame)
    if (isNullish(value)) return null
    const array = needArray((type) => `input to $filter must be an array not ${type}`, value)
    const most = evaluateLimit(frame)
    const kept = array.filter((element) => {
      frame[scope.free] = element
      return isTrue(holds(frame))
    })
    return isNullish(most) ? kept : kept.slice(0, needInteger("$filter: 'limit'", most))
  }
}

const reduce: Operator = (operand, scope) => {
  const { input, initialValue, in: body } = namedOperands('$reduce', operand, ['input', 'initialValue', 'in'])
  const evaluateInput = scope.compile(input, scope)
  const evaluateInitial = scope.compile(initialValue, scope)
  const evaluate = scope.compile(body, withVariables(scope, ['this', 'value']))
  return (frame) => {
    const value = evaluateInput(frame)
    if (isNullish(value)) return null
    const array = needArray((type) => `$reduce requires that 'input' be an array, found: ${type}`, value)
    let result = evaluateInitial(frame)
    for (const element of array) {
      frame[scope.free] = element
      frame[scope.free + 1] = result
      result = evaluate(frame)
    }
    return result
  }
}

/** MongoDB manual: the operators that give names to values, and "$literal". */
export const VARIABLES: readonly (readonly [string, Operator])[] = [
  ['$let', bind],
  ['$map', map],
  ['$filter', filter],
  ['$reduce', reduce],
  ['$literal', (operand) => () => operand],
]
