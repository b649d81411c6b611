import { describe, expect, it } from 'vitest'
import { bindingAt } from './apps.ts'
import type { ConfigInput } from './config.ts'
import { readConfig } from './config.ts'

const shop: ConfigInput['apps'][number] = {
  appid: 'wx0123456789abcdef',
  alias: 'shop',
  kind: 'mini-program',
  bindings: [
    { openPlatform: 'old', since: '2021-03-01' },
    { openPlatform: 'new', since: '2024-01-01' },
  ],
}

describe('the app registry', () => {
  it('finds an app by its appid', () => {
    const registry = readConfig({ apps: [shop] })
    expect(
      registry.find(
        registry.apps[0]?.appid ??
          (() => {
            throw new Error('no app')
          })(),
      )?.alias,
    ).toBe('shop')
  })

  it.each([
    ['no app at all', { apps: [] }, 'apps'],
    ['a secret in it', { apps: [shop], appSecret: 'x' }, 'appSecret'],
    ['an appid that is none', { apps: [{ ...shop, appid: 'gh_0123' }] }, 'apps.0.appid'],
    ['an appid twice', { apps: [shop, { ...shop, alias: 'other' }] }, 'apps[1].appid'],
    ['an alias twice', { apps: [shop, { ...shop, appid: 'wxfedcba9876543210' }] }, 'apps[1].alias'],
    [
      'bindings out of order',
      { apps: [{ ...shop, bindings: [...shop.bindings].reverse() }] },
      'apps[0].bindings[1].since',
    ],
    [
      'a day that is none',
      { apps: [{ ...shop, bindings: [{ openPlatform: 'main', since: 'soon' }] }] },
      'apps.0.bindings.0.since',
    ],
  ])('refuses %s and names the field', (_, config, field) => {
    expect(() => readConfig(config)).toThrow(field)
    expect(() => readConfig(config)).toThrow('CONFIG_INVALID')
  })
})

describe('the binding epoch', () => {
  const [app] = readConfig({ apps: [shop] }).apps
  const at = (day: string) => app && bindingAt(app, Date.parse(day))

  it('is the last binding that had begun', () => {
    expect(at('2021-02-28')).toBeUndefined()
    expect(at('2021-03-01')).toEqual({ openPlatform: 'old', epoch: 0 })
    expect(at('2023-12-31T23:59:59Z')).toEqual({ openPlatform: 'old', epoch: 0 })
    expect(at('2024-01-01')).toEqual({ openPlatform: 'new', epoch: 1 })
  })
})
