import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { FunctionRulesSchema, mayInvoke } from './rules.ts'

// docs.cloudbase.net, cloud function security rules (2026-11): the name first, then `*`.

const [OPEN, CLOSED] = [{ invoke: true }, { invoke: false }]

describe('a client', () => {
  it.each([
    ['any function if there are no rules', {}, 'login', true],
    ['a function that no rule speaks of', { jobs: CLOSED }, 'login', true],
    ['what is left to *', { '*': OPEN, jobs: CLOSED }, 'login', true],
    ['a function that is open although * is closed', { '*': CLOSED, login: OPEN }, 'login', true],
    ['no function that is closed', { '*': OPEN, jobs: CLOSED }, 'jobs', false],
    ['nothing that is left to a closed *', { '*': CLOSED, login: OPEN }, 'jobs', false],
    ['nothing by a name that every object has', { '*': CLOSED }, 'constructor', false],
    ['a function by such a name if * is open', { '*': OPEN }, 'constructor', true],
  ])('may call %s', (_, rules, name, expected) => {
    expect(mayInvoke(rules, name)).toBe(expected)
  })
})

describe('rules', () => {
  it.each([
    ['a condition', { '*': { invoke: 'auth != null' } }],
    ['no invoke', { jobs: {} }],
    ['another operation', { jobs: { invoke: true, read: true } }],
    ['no operation', { jobs: false }],
    ['a function without a name', { '': CLOSED }],
  ])('are refused with %s', (_, rules) => {
    expect(v.is(FunctionRulesSchema, rules)).toBe(false)
  })
})
