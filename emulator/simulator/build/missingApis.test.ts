import path from 'node:path'
import { expect, it } from 'vitest'
import { fixtureProject } from '../fixtureProject.ts'
import { emulatedApis } from './emulatedApis.ts'
import { missingApis } from './missingApis.ts'

it('names each member that is not there once, with its first place', async () => {
  const project = fixtureProject({
    'pages/a.js': 'wx.login()\nwx.makeTea()\nwx.cloud.init()\n',
    'pages/b.js': '  wx.makeTea(); wx.cloud.makeCoffee()',
  })
  const scripts = ['pages/a.js', 'pages/b.js'].map((file) => path.join(project.root, file))
  expect(await missingApis(project.root, scripts)).toEqual([
    expect.stringMatching(/^miniprogram\/pages\/a\.js:2:1 \(and 1 more\): wx\.makeTea is not emulated/),
    expect.stringMatching(/^miniprogram\/pages\/b\.js:1:17: wx\.cloud\.makeCoffee is not emulated/),
  ])
  project.remove()
})

it('reads the names from the code of the page', async () => {
  const names = await emulatedApis()
  for (const name of ['login', 'navigateTo', 'setStorageSync', 'canIUse', 'cloud', 'cloud.callFunction']) {
    expect([...names]).toContain(name)
  }
  expect(names.has('makeTea')).toBe(false)
})
