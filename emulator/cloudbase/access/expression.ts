/** Comparisons of the language; `===` and `!==` are read as `==` and `!=`. */
export type Comparison = '==' | '!=' | '>' | '>=' | '<' | '<=' | 'in'

/** What the platform tells a rule about a request. */
export type RuleVariable = 'auth' | 'doc' | 'now' | 'request'

/** A parsed rule. */
export type Expression =
  | { readonly kind: 'literal'; readonly value: string | number | boolean | null | undefined }
  | { readonly kind: 'list'; readonly items: readonly Expression[] }
  | { readonly kind: 'variable'; readonly name: RuleVariable }
  | { readonly kind: 'member'; readonly of: Expression; readonly key: Expression }
  | { readonly kind: 'get'; readonly path: Expression }
  | { readonly kind: 'concat'; readonly left: Expression; readonly right: Expression }
  | {
      readonly kind: 'compare'
      readonly operator: Comparison
      readonly left: Expression
      readonly right: Expression
    }
  | { readonly kind: 'not'; readonly operand: Expression }
  | { readonly kind: 'and' | 'or'; readonly left: Expression; readonly right: Expression }

/** The parts of an expression, one level down. */
export function partsOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case 'literal':
    case 'variable':
      return []
    case 'list':
      return expression.items
    case 'member':
      return [expression.of, expression.key]
    case 'get':
      return [expression.path]
    case 'not':
      return [expression.operand]
    case 'concat':
    case 'compare':
    case 'and':
    case 'or':
      return [expression.left, expression.right]
  }
}
