import { expect, it } from 'vitest'
import { wxsAsJavaScript } from './wxs.ts'

const result = (expression: string): unknown =>
  new Function('getRegExp', `return (${wxsAsJavaScript(expression)})`)((source: string) => new RegExp(source))

// The names: developers.weixin.qq.com/miniprogram/dev/reference/wxs/06datatype.html (2026-11).
it.each([
  ['(1).constructor', 'Number'],
  ['"a".constructor', 'String'],
  ['true.constructor', 'Boolean'],
  ['({}).constructor', 'Object'],
  ['[].constructor', 'Array'],
  ['(function () {}).constructor', 'Function'],
  ['getRegExp("x").constructor', 'RegExp'],
])('%s is %s', (expression, name) => {
  expect(result(expression)).toBe(name)
})

it('leaves strings and comments that only speak of it', () => {
  const code = `// a.constructor's
    /* "b.constructor */ 'c.constructor' + "it's d.constructor" + x.constructors`
  expect(wxsAsJavaScript(code)).toBe(code)
})

it('keeps the backslash of what is no escape', () => {
  expect(result(String.raw`getRegExp('^-?\d+(\.\d+)?$').test('12.5')`)).toBe(true)
  expect(result(String.raw`getRegExp("^\s$").test(" ")`)).toBe(true)
  expect(result(String.raw`'a\nb\\d\'c"\u0041\x42'`)).toBe('a\nb\\d\'c"AB')
})
