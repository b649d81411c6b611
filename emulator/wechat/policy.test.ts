import { describe, expect, it } from 'vitest'
import type { WorldApp } from './definition.ts'
import { givesUnionidSilently } from './policy.ts'

const shop: WorldApp = {
  appid: 'wx0000000000000001',
  alias: 'shop',
  kind: 'mini-program',
  openPlatformId: 'main',
  entity: 'acme',
}
const news: WorldApp = { ...shop, appid: 'wx0000000000000002', alias: 'news', kind: 'official-account' }
const phone: WorldApp = { ...news, appid: 'wx0000000000000003', alias: 'phone', kind: 'mobile-app' }

describe('the unionid that nobody is asked for', () => {
  it('since 2021: bound is enough', () => {
    expect(givesUnionidSilently({ policy: 'since-2021', app: shop, ties: [] })).toBe(true)
    expect(
      givesUnionidSilently({ policy: 'since-2021', app: { ...shop, openPlatformId: null }, ties: [news] }),
    ).toBe(false)
  })

  it.each([
    ['nothing else', [], false],
    ['follows an official account of the entity', [news], true],
    ['signed in to a mobile app of the entity', [phone], true],
    ['signed in to the same mini-program', [shop], false],
    ['follows one of another entity', [{ ...news, entity: 'other' }], false],
    ['follows one of another open platform', [{ ...news, openPlatformId: 'other' }], false],
    ['signed in to a website', [{ ...news, kind: 'website' as const }], false],
  ])('before 2021: the person %s', (_, ties, given) => {
    expect(givesUnionidSilently({ policy: 'before-2021', app: shop, ties })).toBe(given)
    expect(
      givesUnionidSilently({ policy: 'before-2021', app: { ...shop, openPlatformId: null }, ties }),
    ).toBe(false)
  })
})
