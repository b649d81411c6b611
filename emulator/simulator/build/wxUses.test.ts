import { expect, it } from 'vitest'
import { findWxUses } from './wxUses.ts'

const names = (code: string) => findWxUses(code).map((use) => use.name)

it('finds members of wx with their place', () => {
  expect(findWxUses('let a\nwx.login()')).toEqual([{ name: 'login', offset: 6 }])
  expect(names('wx?.scanCode(wx\n  .getLocation)')).toEqual(['scanCode', 'getLocation'])
  expect(names('wx.cloud.callFunction(); wx.cloud; wx.login().then()')).toEqual([
    'cloud.callFunction',
    'cloud',
    'login',
  ])
  expect(names(`\`\${wx.getStorageSync('a')}\``)).toEqual(['getStorageSync'])
})

it('does not look into comments and texts, nor at other objects', () => {
  expect(names(`// wx.a\n/* wx.b */ 'wx.c' "it's wx.d" my.wx.e; mywx.f; wxx.g`)).toEqual([])
})
