import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { readConfig } from '../base/config.ts'
import { AppAliasSchema, appNamed } from './appNamed.ts'

const registry = readConfig({
  apps: [
    { appid: 'wx00000000000000a1', alias: 'shop', kind: 'mini-program', bindings: [] },
    { appid: 'wx00000000000000a2', alias: 'news', kind: 'official-account', bindings: [] },
  ],
})

describe('the app of a name', () => {
  it('is the registered one', () => {
    expect(appNamed(registry, 'news').appid).toBe('wx00000000000000a2')
    expect(appNamed(registry, 'news', ['website', 'official-account']).alias).toBe('news')
  })

  it('is none that is not registered, and no appid is a name', () => {
    for (const name of ['club', 'wx00000000000000a1', '', 'Shop'])
      expect(() => appNamed(registry, name)).toThrow(
        expect.objectContaining({
          code: 'APP_NOT_REGISTERED',
          field: 'app',
          message: 'APP_NOT_REGISTERED: no app of this name',
        }),
      )
  })

  it('is none of another kind', () => {
    expect(() => appNamed(registry, 'shop', ['website', 'official-account'])).toThrow(
      expect.objectContaining({
        code: 'APP_KIND_WRONG',
        field: 'app',
        message: 'APP_KIND_WRONG: shop is a mini-program',
      }),
    )
  })

  it.each([
    ['a', true],
    ['shop-2', true],
    ['a'.repeat(32), true],
    ['a'.repeat(33), false],
    ['2shop', false],
    ['-shop', false],
    ['Shop', false],
    ['shop ', false],
    ['', false],
  ])('%j has the form of one: %s', (name, is) => {
    expect(v.is(AppAliasSchema, name)).toBe(is)
  })
})
