import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import type { Commerce } from './commerce.ts'
import { commerceProblem, MerchantSchema, merchantOf, ProductSchema, productsOf } from './commerce.ts'

const commerce: Commerce = {
  merchants: [
    { mchId: '1000000001', apps: ['shop', 'club'] },
    { mchId: '1000000002', apps: ['lab'] },
  ],
  products: [
    { id: 'coffee', description: '一杯咖啡', fen: 1_900 },
    { id: 'sticker', description: '一张贴纸', fen: 1, apps: ['club', 'museum'] },
  ],
}
const sellers = ['shop', 'club', 'lab', 'museum']

const firstIssue = (schema: v.GenericSchema, input: unknown): string | undefined => {
  const [issue] = v.safeParse(schema, input).issues ?? []
  return issue && `${v.getDotPath(issue)}: ${issue.message}`
}

describe('who is paid', () => {
  it.each([
    ['shop', '1000000001'],
    ['club', '1000000001'],
    ['lab', '1000000002'],
    ['museum', undefined],
    ['', undefined],
  ])('in %s is %s', (alias, mchId) => {
    expect(merchantOf(commerce, alias)?.mchId).toBe(mchId)
  })
})

describe('what is sold', () => {
  it.each([
    ['shop', ['coffee']],
    ['club', ['coffee', 'sticker']],
    ['lab', ['coffee']],
  ])('in %s is %j', (alias, ids) => {
    expect(productsOf(commerce, alias).map(({ id }) => id)).toEqual(ids)
  })

  it('is nothing without a merchant, although a product names the app', () => {
    expect(productsOf(commerce, 'museum')).toEqual([])
  })
})

describe('a merchant', () => {
  it.each(['10000001', '100000001', '1000000001'])('may have the number %s', (mchId) => {
    expect(v.is(MerchantSchema, { mchId, apps: ['shop'] })).toBe(true)
  })

  it.each(['1000001', '10000000001', '100000000a', ' 1000000001', '1000000001\n', ''])(
    'has 8 to 10 digits, not %j',
    (mchId) => {
      expect(firstIssue(MerchantSchema, { mchId, apps: ['shop'] })).toBe(
        'mchId: is the number of a merchant, 8 to 10 digits',
      )
    },
  )

  it.each([
    ['a number that is no text', { mchId: 1_000_000_001, apps: ['shop'] }],
    ['no app', { mchId: '1000000001', apps: [] }],
    ['no list of apps', { mchId: '1000000001' }],
    ['an alias that is none', { mchId: '1000000001', apps: ['Shop'] }],
    ['a key beside it', { mchId: '1000000001', apps: ['shop'], apiKey: 'x' }],
  ])('is refused with %s', (_, merchant) => {
    expect(v.is(MerchantSchema, merchant)).toBe(false)
  })
})

describe('a product', () => {
  const coffee = { id: 'coffee', description: '一杯咖啡', fen: 1_900 }

  it.each([
    [{}],
    [{ id: `x${'-'.repeat(31)}` }],
    [{ fen: 1 }],
    [{ fen: 1_000_000_000 }],
    [{ apps: ['shop'] }],
    // 42 characters of 3 bytes and 2 of 1 byte.
    [{ description: `${'咖'.repeat(42)}ab` }],
  ])('may be %j', (given) => {
    expect(v.is(ProductSchema, { ...coffee, ...given })).toBe(true)
  })

  it.each([
    ['no id', { id: '' }],
    ['an id that begins with a digit', { id: '1coffee' }],
    ['an id in capitals', { id: 'Coffee' }],
    ['an id of 33 characters', { id: 'x'.repeat(33) }],
    ['nothing to read', { description: ' \n ' }],
    ['129 bytes to read', { description: '咖'.repeat(43) }],
    ['no price', { fen: 0 }],
    ['a price below zero', { fen: -1 }],
    ['part of a fen', { fen: 0.5 }],
    ['a price that is text', { fen: '1900' }],
    ['a price that is no number', { fen: Number.NaN }],
    ['more than ten million yuan', { fen: 1_000_000_001 }],
    ['nobody who sells it', { apps: [] }],
    ['a field that nobody knows', { price: 19 }],
  ])('is refused with %s', (_, given) => {
    expect(v.is(ProductSchema, { ...coffee, ...given })).toBe(false)
  })

  it('is described without the space around it', () => {
    expect(v.parse(ProductSchema, { ...coffee, description: ` ${'x'.repeat(128)}\n` }).description).toBe(
      'x'.repeat(128),
    )
  })
})

describe('what contradicts itself', () => {
  const [first, second] = commerce.products

  it.each([
    ['nothing', commerce, undefined],
    ['nothing where nothing is sold', { merchants: [], products: [] }, undefined],
    [
      'an app with two merchants',
      { ...commerce, merchants: [...commerce.merchants, { mchId: '1000000003', apps: ['club'] }] },
      'merchants: club has two of them',
    ],
    [
      'a product twice',
      { ...commerce, products: [first, second, first].filter((product) => product !== undefined) },
      'products: coffee is listed twice',
    ],
    [
      'a merchant of a stranger',
      { ...commerce, merchants: [{ mchId: '1000000001', apps: ['shop', 'news'] }] },
      'merchants, products: news is no mini-program of apps',
    ],
    [
      'a product of a stranger',
      { ...commerce, products: [{ id: 'tea', description: 'tea', fen: 1, apps: ['shop', 'kiosk'] }] },
      'merchants, products: kiosk is no mini-program of apps',
    ],
  ])('%s', (_, given, problem) => {
    expect(commerceProblem(given, sellers)).toBe(problem)
  })
})
