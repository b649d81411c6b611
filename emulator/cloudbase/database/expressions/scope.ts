import { requestFailed } from '../errors.ts'

/** What an expression is evaluated in: the document at 0, the values of variables behind it. */
export type Frame = unknown[]

/** A compiled expression. Undefined is MongoDB's missing value, which is not null. */
export type Evaluate = (frame: Frame) => unknown

/** Compiles an operator's operand: what stands behind its name. */
export type Operator = (operand: unknown, scope: Scope) => Evaluate

/** What the names in an expression mean, at compile time. */
export interface Scope {
  /** World time of the request, for `$$NOW`. */
  readonly now: number
  /** Places in the frame by variable. */
  readonly variables: ReadonlyMap<string, number>
  /** The first place that is free. */
  readonly free: number
  /** Places that were read so far. */
  readonly reads: Set<number>
  readonly compile: (expression: unknown, scope: Scope) => Evaluate
}

/** A scope with more variables; they take the next places of the frame. */
export function withVariables(scope: Scope, names: readonly string[]): Scope {
  const variables = new Map(scope.variables)
  for (const [offset, name] of names.entries()) variables.set(name, scope.free + offset)
  return { ...scope, variables, free: scope.free + names.length }
}

/** MongoDB manual, "Variables in Aggregation Expressions": user variables begin with a lower-case letter. */
export function checkVariable(name: string): string {
  if (!/^[a-z\u0080-\uffff]/.test(name)) {
    throw requestFailed(`'${name}' starts with an invalid character for a user variable name`)
  }
  if (!/^[\w\u0080-\uffff]*$/.test(name)) {
    throw requestFailed(`'${name}' contains an invalid character for a variable name`)
  }
  return name
}
