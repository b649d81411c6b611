import { RuleSyntaxError } from './errors.ts'

/** A token of a rule. A template keeps its text; the parser takes it apart. */
export interface Token {
  readonly kind: 'name' | 'number' | 'string' | 'template' | 'sign' | 'end'
  readonly text: string
  /** Position in the rule, for messages. */
  readonly at: number
}

const SIGNS = ['===', '!==', '==', '!=', '>=', '<=', '&&', '||', ...'><!()[],.+-']

const NAME = /[A-Za-z_$][\w$]*/y
const NUMBER = /\d+(?:\.\d+)?/y
const QUOTED: ReadonlyMap<string, Token['kind']> = new Map([
  ["'", 'string'],
  ['"', 'string'],
  ['`', 'template'],
])

/** @throws RuleSyntaxError */
export function tokenize(rule: string): readonly Token[] {
  const tokens: Token[] = []
  let at = 0
  while (at < rule.length) {
    const character = rule.charAt(at)
    if (/\s/.test(character)) {
      at += 1
      continue
    }
    const quote = QUOTED.get(character)
    if (quote !== undefined) {
      const { text, end } = quoted(rule, at)
      tokens.push({ kind: quote, text, at })
      at = end
      continue
    }
    const token = plain(rule, at)
    tokens.push(token)
    at += token.text.length
  }
  return [...tokens, { kind: 'end', text: '', at }]
}

function plain(rule: string, at: number): Token {
  for (const [kind, pattern] of [
    ['name', NAME],
    ['number', NUMBER],
  ] as const) {
    pattern.lastIndex = at
    const text = pattern.exec(rule)?.[0]
    if (text !== undefined) return { kind, text, at }
  }
  const sign = SIGNS.find((each) => rule.startsWith(each, at))
  if (sign === undefined) throw new RuleSyntaxError(`unexpected "${rule.charAt(at)}"`, rule, at)
  return { kind: 'sign', text: sign, at }
}

function quoted(rule: string, start: number): { text: string; end: number } {
  const quote = rule.charAt(start)
  let text = ''
  for (let at = start + 1; at < rule.length; at += 1) {
    const character = rule.charAt(at)
    if (character === quote) return { text, end: at + 1 }
    if (character === '\\') at += 1
    text += rule.charAt(at)
  }
  throw new RuleSyntaxError('a text without an end', rule, start)
}
