import { Context } from 'mingo/core'
import { Lazy } from 'mingo/lazy'
import { $push } from 'mingo/operators/accumulator'
import { $bucketAuto } from 'mingo/operators/pipeline'
import type { AnyObject, Options } from 'mingo/types'
import { numberOf } from '../bson-types.ts'
import { compareInExpression } from '../equality.ts'
import { requestFailed } from '../errors.ts'
import { namedOperands } from '../expressions/operands.ts'
import { type Fields, isFields } from '../values.ts'
import { compileOutput } from './accumulators.ts'
import type { CompileStage } from './stage.ts'

interface Bucket {
  readonly min: unknown
  readonly max: unknown
  readonly documents: readonly Fields[]
}

interface Keyed {
  readonly key: unknown
  readonly document: Fields
}

/** MongoDB manual, "$bucketAuto": about as many documents in each; equal values are never torn apart. */
export const bucketAuto: CompileStage = (operand, { scope }) => {
  const spec = namedOperands('$bucketAuto', operand, ['groupBy', 'buckets'], ['output', 'granularity'])
  const { groupBy, output = { count: { $sum: 1 } }, granularity } = spec
  const buckets = numberOf(spec['buckets'])
  if (buckets === undefined || !Number.isInteger(buckets) || buckets <= 0) {
    throw requestFailed("The $bucketAuto 'buckets' field must be greater than 0")
  }
  if (!isFields(output)) throw requestFailed("The $bucketAuto 'output' field must be an object")
  const evaluate = scope.compile(groupBy, scope)
  const gather = compileOutput(output, scope)
  return (documents, frame) => {
    const keyed = documents.map((document) => {
      frame[0] = document
      return { key: evaluate(frame) ?? null, document }
    })
    keyed.sort((a, b) => compareInExpression(a.key, b.key))
    const filled = granularity === undefined ? fill(keyed, buckets) : fillRounded(keyed, buckets, granularity)
    return filled.map(({ min, max, documents: contents }) => {
      const gathered = gather()
      for (const document of contents) {
        frame[0] = document
        gathered.add(frame)
      }
      return { _id: { min, max }, ...gathered.results() }
    })
  }
}

function fill(keyed: readonly Keyed[], buckets: number): Bucket[] {
  const size = Math.max(1, Math.round(keyed.length / buckets))
  const filled: Bucket[] = []
  let start = 0
  while (start < keyed.length) {
    let end = filled.length === buckets - 1 ? keyed.length : Math.min(start + size, keyed.length)
    while (end < keyed.length && compareInExpression(keyed[end]?.key, keyed[end - 1]?.key) === 0) end += 1
    const max = keyed[Math.min(end, keyed.length - 1)]?.key
    filled.push({
      min: keyed[start]?.key,
      max,
      documents: keyed.slice(start, end).map(({ document }) => document),
    })
    start = end
  }
  return filled
}

const SETTINGS: Options = {
  idKey: '_id',
  processingMode: 0,
  useStrictMode: true,
  failOnError: true,
  scriptEnabled: false,
  context: Context.init({ accumulator: { $push }, pipeline: { $bucketAuto } }),
}

/** Boundaries of a preferred number series: mingo knows the series. */
function fillRounded(keyed: readonly Keyed[], buckets: number, granularity: unknown): Bucket[] {
  const numbers = keyed.map(({ key }) => {
    const number = numberOf(key)
    if (number !== undefined && number >= 0) return number
    throw requestFailed('$bucketAuto can specify a granularity with non-negative numeric boundaries only')
  })
  const rows: AnyObject[] = numbers.map((key, at) => ({ key, at }))
  const spec = { groupBy: '$key', buckets, granularity, output: { at: { $push: '$at' } } }
  try {
    // The type of its operand names the granularities; what a request gives is checked by mingo.
    const found: unknown[] = Reflect.apply($bucketAuto, undefined, [Lazy(rows), spec, SETTINGS]).collect()
    return found.filter(isFields).map(({ _id, at }) => ({
      ...(isFields(_id) ? { min: _id['min'], max: _id['max'] } : { min: null, max: null }),
      documents: positionsIn(at)
        .map((position) => keyed[position]?.document)
        .filter((document) => document !== undefined),
    }))
  } catch (error) {
    throw requestFailed(error instanceof Error ? error.message : String(error))
  }
}

const positionsIn = (value: unknown) =>
  Array.isArray(value) ? value.map(numberOf).filter((position) => position !== undefined) : []
