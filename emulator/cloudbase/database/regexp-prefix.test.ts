import fc from 'fast-check'
import { expect, it } from 'vitest'
import { prefixOf } from './regexp-prefix.ts'

it.each([
  [/^abc/, 'abc'],
  [/^ab*c/, 'a'],
  [/^ab?/, 'a'],
  [/^ab{0,1}/, 'a'],
  [/^ab+c/, 'ab'],
  [/^a\.b-c d/, 'a.b-c d'],
  [/^a.c/, 'a'],
  [/^张三/, '张三'],
  [/^😀*a/u, ''],
  [/^a\d/, 'a'],
  [/^a$/, 'a'],
  [/abc/, ''],
  [/^a|b/, ''],
  [/^(ab)/, ''],
  [/^abc/i, ''],
  [/^abc/m, ''],
])('%s begins with %j', (pattern, prefix) => {
  expect(prefixOf(pattern)).toBe(prefix)
})

it('every match begins with the prefix', () => {
  const part = fc.constantFrom(
    'a',
    'b',
    '.',
    '*',
    '+',
    '?',
    '|',
    '(',
    ')',
    '[a]',
    '\\.',
    '\\d',
    '{0}',
    '$',
    '^',
    '^',
  )
  fc.assert(
    fc.property(
      fc.array(part, { maxLength: 6 }),
      fc.string({ unit: fc.constantFrom('a', 'b', '.', '1') }),
      (parts, text) => {
        let pattern: RegExp
        try {
          pattern = new RegExp(`^${parts.join('')}`)
        } catch {
          return
        }
        if (pattern.test(text)) expect(text.startsWith(prefixOf(pattern))).toBe(true)
      },
    ),
    { numRuns: 5000 },
  )
})
