import { describe, expect, it } from 'vitest'
import { findTags } from './wxmlTags.ts'

const names = (wxml: string) => findTags(wxml).map((tag) => tag.name)

describe('the tags of a WXML text', () => {
  it('are found in order with their place', () => {
    expect(findTags('<view>\n<my-card/></view>')).toEqual([
      { name: 'view', offset: 0 },
      { name: 'my-card', offset: 7 },
    ])
  })

  it('are not those in comments, texts, values and WXS', () => {
    expect(names('<!-- <a> --><view/>')).toEqual(['view'])
    expect(names('<view title="<a>">{{ 1 <b }}</view>')).toEqual(['view'])
    expect(names('<view wx:if="{{a > 1 && b<c}}"/><text/>')).toEqual(['view', 'text'])
    expect(names('<wxs module="m">var a = 1 <b; "<c>"</wxs><text/>')).toEqual(['wxs', 'text'])
    expect(names('<wxs module="m" src="./m.wxs"/><text/>')).toEqual(['wxs', 'text'])
  })
})
