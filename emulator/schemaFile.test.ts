import { expect, it } from 'vitest'
import { readFunctionRules, readSchemaFile } from './schemaFile.ts'

const CONTENT = {
  collections: [{ name: 'orders' }],
  functions: { '*': { invoke: true }, jobs: { invoke: false } },
}

it('says which functions mini-programs may call, beside its collections', () => {
  expect(readFunctionRules(CONTENT)).toEqual({ '*': { invoke: true }, jobs: { invoke: false } })
  expect(readSchemaFile(CONTENT)).toMatchObject([{ name: 'orders' }])
})

it('need not say it', () => {
  expect(readFunctionRules({ collections: [] })).toEqual({})
})

it('is refused with a rule that is none', () => {
  const functions = { jobs: { invoke: 'auth != null' } }
  expect(() => readFunctionRules({ collections: [], functions })).toThrow('invoke is true or false')
})
