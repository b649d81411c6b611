import type { Comparison, Expression } from './expression.ts'
import { type Fields, memberOf, order, sameValue, valuesAt } from './values.ts'

/** What a rule is evaluated with. */
export interface Scope {
  readonly auth: { readonly openid: string }
  /** World time in milliseconds since 1970. */
  readonly now: number
  /** What is written; undefined for reads and removals. */
  readonly data: Fields | undefined
  /** The document that `get()` reads; null if there is none. */
  readonly get: (path: string) => Fields | null
}

/** What a rule knows of the document: its values at a path of `doc`. */
export type DocumentView = (path: string) => readonly unknown[]

export const viewOf =
  (document: unknown): DocumentView =>
  (path) =>
    valuesAt(document, path)

/**
 * Whether a rule allows a document.
 *
 * A condition on `doc.x` holds where the database would find the document by it: for an array if it holds for one of
 * its elements. Assumption: the documentation compares rules with queries, so it speaks of values only; this is the
 * reading under which a query that the rule covers never finds what the rule refuses.
 */
export function holds(expression: Expression, scope: Scope, view: DocumentView): boolean {
  switch (expression.kind) {
    case 'and':
      return holds(expression.left, scope, view) && holds(expression.right, scope, view)
    case 'or':
      return holds(expression.left, scope, view) || holds(expression.right, scope, view)
    case 'not':
      return !holds(expression.operand, scope, view)
    case 'compare': {
      const { operator, left, right } = expression
      if (operator === '!=') return !holds({ ...expression, operator: '==' }, scope, view)
      const rights = valuesOf(right, scope, view)
      const list = documentPath(right, scope) !== undefined
      return valuesOf(left, scope, view).some((a) => rights.some((b) => compare(operator, a, b, list)))
    }
    default:
      return valuesOf(expression, scope, view).some(Boolean)
  }
}

/** The path of `doc.a.b` or `doc['a'][auth.openid]`; undefined for everything else. */
export function documentPath(expression: Expression, scope: Scope): string | undefined {
  if (expression.kind === 'variable') return expression.name === 'doc' ? '' : undefined
  if (expression.kind !== 'member') return undefined
  const parent = documentPath(expression.of, scope)
  if (parent === undefined) return undefined
  const key = evaluate(expression.key, scope, () => [undefined])
  const named = typeof key === 'number' || (typeof key === 'string' && key !== '' && !key.includes('.'))
  const segment = named ? String(key) : NO_FIELD
  return parent === '' ? segment : `${parent}.${segment}`
}

/** No document has a field of this name: MongoDB forbids the character in names. */
const NO_FIELD = '\0'

/** The one value of an expression that does not depend on how arrays of the document are read. */
export function evaluate(expression: Expression, scope: Scope, view: DocumentView): unknown {
  const path = documentPath(expression, scope)
  if (path !== undefined) {
    const values = view(path)
    return values.length === 1 ? values[0] : undefined
  }
  switch (expression.kind) {
    case 'literal':
      return expression.value
    case 'list':
      return expression.items.map((item) => evaluate(item, scope, view))
    case 'variable':
      return { auth: scope.auth, doc: undefined, now: scope.now, request: { data: scope.data } }[
        expression.name
      ]
    case 'member':
      return memberOf(evaluate(expression.of, scope, view), evaluate(expression.key, scope, view))
    case 'get': {
      const found = evaluate(expression.path, scope, view)
      return typeof found === 'string' ? scope.get(found) : null
    }
    case 'concat':
      return concatenated(evaluate(expression.left, scope, view), evaluate(expression.right, scope, view))
    default:
      return holds(expression, scope, view)
  }
}

function valuesOf(expression: Expression, scope: Scope, view: DocumentView): readonly unknown[] {
  const path = documentPath(expression, scope)
  return path === undefined ? [evaluate(expression, scope, view)] : view(path)
}

/** Texts and numbers; anything else makes no path that `get()` could read. */
function concatenated(left: unknown, right: unknown): string | number | undefined {
  if (typeof left === 'number' && typeof right === 'number') return left + right
  const joinable = [left, right].every((part) => typeof part === 'string' || typeof part === 'number')
  return joinable ? `${left}${right}` : undefined
}

/** @param list the right side is a field of the document: there a single value counts as a list of one */
function compare(operator: Exclude<Comparison, '!='>, a: unknown, b: unknown, list: boolean): boolean {
  if (operator === '==') return sameValue(a, b)
  if (operator === 'in') {
    return Array.isArray(b) ? b.some((element) => sameValue(element, a)) : list && sameValue(a, b)
  }
  const difference = order(a, b)
  if (difference === undefined) return false
  if (operator === '>') return difference > 0
  if (operator === '>=') return difference >= 0
  return operator === '<' ? difference < 0 : difference <= 0
}
