import { RuleSyntaxError } from './errors.ts'
import { type Comparison, type Expression, partsOf, type RuleVariable } from './expression.ts'
import { GET_NESTING_MAX, GETS_MAX, RULE_LENGTH_MAX } from './limits.ts'
import { type Token, tokenize } from './tokens.ts'

const COMPARISONS: ReadonlyMap<string, Comparison> = new Map([
  ['==', '=='],
  ['===', '=='],
  ['!=', '!='],
  ['!==', '!='],
  ['>', '>'],
  ['>=', '>='],
  ['<', '<'],
  ['<=', '<='],
  ['in', 'in'],
])

const CONSTANTS: ReadonlyMap<string, boolean | null | undefined> = new Map([
  ['true', true],
  ['false', false],
  ['null', null],
  ['undefined', undefined],
])

const VARIABLES: ReadonlyMap<string, RuleVariable> = new Map(
  (['auth', 'doc', 'now', 'request'] as const).map((name) => [name, name]),
)

/**
 * Parses one expression of the security-rule language
 * (https://docs.cloudbase.net/rule/introduce, https://docs.cloudbase.net/database/security-rules, read 2026-11).
 * @throws RuleSyntaxError
 */
export function parseRule(rule: string): Expression {
  if (rule.length > RULE_LENGTH_MAX) {
    throw new RuleSyntaxError(`more than ${RULE_LENGTH_MAX} characters`, rule, RULE_LENGTH_MAX)
  }
  const expression = parseText(rule)
  const gets = getsIn(expression)
  if (gets.count > GETS_MAX) throw new RuleSyntaxError(`more than ${GETS_MAX} get()`, rule, 0)
  if (gets.depth > GET_NESTING_MAX) {
    throw new RuleSyntaxError(`get() nested deeper than ${GET_NESTING_MAX}`, rule, 0)
  }
  return expression
}

function getsIn(expression: Expression): { count: number; depth: number } {
  const parts = partsOf(expression).map(getsIn)
  const own = expression.kind === 'get' ? 1 : 0
  return {
    count: parts.reduce((sum, { count }) => sum + count, own),
    depth: own + Math.max(0, ...parts.map(({ depth }) => depth)),
  }
}

function parseText(rule: string): Expression {
  const tokens = tokenize(rule)
  let next = 0
  const peek = (): Token => tokens[next] ?? { kind: 'end', text: '', at: rule.length }
  const failure = ({ text, at }: Token) =>
    new RuleSyntaxError(text === '' ? 'something is missing' : `unexpected "${text}"`, rule, at)

  const takeSign = (...signs: readonly string[]): string | undefined => {
    const { kind, text } = peek()
    if (kind !== 'sign' || !signs.includes(text)) return undefined
    next += 1
    return text
  }
  const expectSign = (sign: string): void => {
    if (takeSign(sign) === undefined) throw failure(peek())
  }
  const takeComparison = (): Comparison | undefined => {
    const { kind, text } = peek()
    const operator = kind === 'sign' || text === 'in' ? COMPARISONS.get(text) : undefined
    if (operator !== undefined) next += 1
    return operator
  }

  const or = (): Expression => {
    let left = and()
    while (takeSign('||') !== undefined) left = { kind: 'or', left, right: and() }
    return left
  }
  const and = (): Expression => {
    let left = comparison()
    while (takeSign('&&') !== undefined) left = { kind: 'and', left, right: comparison() }
    return left
  }
  const comparison = (): Expression => {
    const left = sum()
    const operator = takeComparison()
    return operator === undefined ? left : { kind: 'compare', operator, left, right: sum() }
  }
  const sum = (): Expression => {
    let left = unary()
    while (takeSign('+') !== undefined) left = { kind: 'concat', left, right: unary() }
    return left
  }
  const unary = (): Expression => {
    if (takeSign('!') !== undefined) return { kind: 'not', operand: unary() }
    const sign = takeSign('+', '-')
    if (sign === undefined) return members(primary())
    const token = peek()
    if (token.kind !== 'number') throw failure(token)
    next += 1
    return { kind: 'literal', value: sign === '-' ? -Number(token.text) : Number(token.text) }
  }
  const members = (start: Expression): Expression => {
    let of = start
    for (;;) {
      if (takeSign('[') !== undefined) {
        of = { kind: 'member', of, key: or() }
        expectSign(']')
      } else if (takeSign('.') !== undefined) {
        const token = peek()
        if (token.kind !== 'name') throw failure(token)
        next += 1
        of = { kind: 'member', of, key: { kind: 'literal', value: token.text } }
      } else return of
    }
  }
  const primary = (): Expression => {
    if (takeSign('(') !== undefined) {
      const inner = or()
      expectSign(')')
      return inner
    }
    if (takeSign('[') !== undefined) return list()
    const token = peek()
    next += 1
    if (token.kind === 'number') return { kind: 'literal', value: Number(token.text) }
    if (token.kind === 'string') return { kind: 'literal', value: token.text }
    if (token.kind === 'template') return template(token.text)
    if (token.kind === 'name') return named(token)
    throw failure(token)
  }
  const list = (): Expression => {
    const items: Expression[] = []
    if (takeSign(']') !== undefined) return { kind: 'list', items }
    do items.push(sum())
    while (takeSign(',') !== undefined)
    expectSign(']')
    return { kind: 'list', items }
  }
  const named = (token: Token): Expression => {
    if (CONSTANTS.has(token.text)) return { kind: 'literal', value: CONSTANTS.get(token.text) }
    const name = VARIABLES.get(token.text)
    if (name !== undefined) return { kind: 'variable', name }
    if (token.text !== 'get') throw failure(token)
    expectSign('(')
    const path = or()
    expectSign(')')
    return { kind: 'get', path }
  }

  const expression = or()
  if (peek().kind !== 'end') throw failure(peek())
  return expression
}

/** `a${b}c` as the sum of its pieces. */
function template(text: string): Expression {
  const pieces = text.split(/\$\{([^}]*)\}/)
  return pieces
    .map((piece, at): Expression => (at % 2 === 0 ? { kind: 'literal', value: piece } : parseText(piece)))
    .reduce((left, right): Expression => ({ kind: 'concat', left, right }))
}
