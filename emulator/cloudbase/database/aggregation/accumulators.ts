import { numberOf } from '../bson-types.ts'
import { compareInExpression } from '../equality.ts'
import { invalidOperator, requestFailed } from '../errors.ts'
import { mergeInto } from '../expressions/objects.ts'
import { isNullish } from '../expressions/operands.ts'
import type { Evaluate, Frame, Scope } from '../expressions/scope.ts'
import { deviation } from '../expressions/statistics.ts'
import { valueKey } from '../value-key.ts'
import { type Fields, isFields } from '../values.ts'

/** What a group gathers for one field. */
interface Accumulator {
  readonly add: (value: unknown) => void
  readonly result: () => unknown
}

function sum(): Accumulator {
  let total = 0
  return {
    add: (value) => {
      total += typeof value === 'number' ? value : (numberOf(value) ?? 0)
    },
    result: () => total,
  }
}

function average(): Accumulator {
  let [total, count] = [0, 0]
  return {
    add: (value) => {
      const number = numberOf(value)
      if (number === undefined) return
      total += number
      count += 1
    },
    result: () => (count === 0 ? null : total / count),
  }
}

const extreme = (direction: 1 | -1) => (): Accumulator => {
  let best: unknown
  return {
    add: (value) => {
      if (isNullish(value)) return
      if (best === undefined || compareInExpression(value, best) * direction > 0) best = value
    },
    result: () => best,
  }
}

function first(): Accumulator {
  let seen = false
  let value: unknown
  return {
    add: (next) => {
      if (!seen) value = next
      seen = true
    },
    result: () => value,
  }
}

function last(): Accumulator {
  let value: unknown
  return {
    add: (next) => {
      value = next
    },
    result: () => value,
  }
}

/** A missing value is not pushed; null is. */
function push(): Accumulator {
  const values: unknown[] = []
  return {
    add: (value) => {
      if (value !== undefined) values.push(value)
    },
    result: () => values,
  }
}

function addToSet(): Accumulator {
  const values = new Map<string, unknown>()
  return {
    add: (value) => {
      if (value !== undefined) values.set(valueKey(value), value)
    },
    result: () => [...values.values()],
  }
}

const standardDeviation = (lost: 0 | 1) => (): Accumulator => {
  const numbers: number[] = []
  return {
    add: (value) => {
      const number = numberOf(value)
      if (number !== undefined) numbers.push(number)
    },
    result: () => deviation(numbers, lost),
  }
}

function mergeObjects(): Accumulator {
  const merged: Record<string, unknown> = {}
  return { add: (value) => mergeInto(merged, value), result: () => merged }
}

/** MongoDB manual, "Accumulators ($group)": those of `db.command.aggregate`. */
const ACCUMULATORS: ReadonlyMap<string, () => Accumulator> = new Map([
  ['$sum', sum],
  ['$avg', average],
  ['$max', extreme(1)],
  ['$min', extreme(-1)],
  ['$first', first],
  ['$last', last],
  ['$push', push],
  ['$addToSet', addToSet],
  ['$stdDevPop', standardDeviation(0)],
  ['$stdDevSamp', standardDeviation(1)],
  ['$mergeObjects', mergeObjects],
])

/** The fields that a group gathers, compiled: what starts them for a new group. */
export type Output = () => { readonly add: (frame: Frame) => void; readonly results: () => Fields }

/** Compiles `{ field: { $accumulator: expression } }`. */
export function compileOutput(fields: Fields, scope: Scope): Output {
  const compiled = Object.entries(fields).map(([name, spec]) => ({
    name,
    ...compileField(name, spec, scope),
  }))
  return () => {
    const gathered = compiled.map(({ name, create, evaluate }) => ({ name, evaluate, accumulator: create() }))
    return {
      add: (frame) => {
        for (const { evaluate, accumulator } of gathered) accumulator.add(evaluate(frame))
      },
      // MongoDB answers null for a missing value, so that all results have the same fields.
      results: () =>
        Object.fromEntries(gathered.map(({ name, accumulator }) => [name, accumulator.result() ?? null])),
    }
  }
}

function compileField(
  name: string,
  spec: unknown,
  scope: Scope,
): { readonly create: () => Accumulator; readonly evaluate: Evaluate } {
  if (name.includes('.')) throw requestFailed(`The field name '${name}' cannot contain '.'`)
  if (name.startsWith('$')) throw requestFailed(`The field name '${name}' cannot be an operator name`)
  const [operator, ...others] = isFields(spec) ? Object.keys(spec) : []
  if (!isFields(spec) || operator === undefined || !operator.startsWith('$')) {
    throw requestFailed(`The field '${name}' must be an accumulator object`)
  }
  if (others.length > 0) throw requestFailed(`The field '${name}' must specify one accumulator`)
  const create = ACCUMULATORS.get(operator)
  if (create === undefined) throw invalidOperator(`unknown group operator '${operator}'`)
  const operand: unknown = spec[operator]
  if (Array.isArray(operand) && operand.length !== 1) {
    throw requestFailed(`The ${operator} accumulator is a unary operator`)
  }
  return { create, evaluate: scope.compile(Array.isArray(operand) ? operand[0] : operand, scope) }
}
