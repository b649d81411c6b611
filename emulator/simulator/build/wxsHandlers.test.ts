import { expect, it } from 'vitest'
import { findWxsHandlers } from './wxsHandlers.ts'

it('finds handlers and change: listeners that name a module of WXS', () => {
  const wxml = `<wxs module="m" src="./m.wxs"/>
<view bind:tap="{{m.tap}}" change:n="{{m.changed}}" capture-catchtouchmove='{{ m.move }}'/>
<view bind:tap="{{name.of}}" bind:tap="tap" title="{{m.title}}"/>`
  expect(findWxsHandlers(wxml).map((each) => each.attribute)).toEqual([
    'bind:tap',
    'change:n',
    'capture-catchtouchmove',
  ])
  expect(wxml.slice(findWxsHandlers(wxml)[0]?.offset)).toMatch(/^bind:tap/)
})
