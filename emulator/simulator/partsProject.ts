import { type FixtureProject, fixtureProject } from './fixtureProject.ts'

const PAGE_A = `
const order = getApp().order
Page({
  data: { told: 0, name: '', stored: '', sealed: '', day: '', answer: '', reply: '' },
  onLoad() {
    order.push('a.load')
    this.setData({
      stored: wx.getStorageSync('key') || 'nothing',
      sealed: [typeof window, typeof document, typeof fetch].join(' '),
    })
    this.tellDay()
  },
  onShow() { order.push('a.show') },
  onHide() { order.push('a.hide') },
  onReady() { order.push('a.ready') },
  tellDay() { this.setData({ day: new Date().toISOString().slice(0, 10) }) },
  cardTold(event) { this.setData({ told: event.detail.times }) },
  typed(event) { this.setData({ name: event.detail.value }) },
  toB() { wx.navigateTo({ url: './b?id=7' }) },
  store() { wx.setStorageSync('key', 'kept') },
  nearField() { wx.startHCE() },
  call() {
    wx.cloud.callFunction({
      name: 'add',
      data: { a: 1 },
      success: ({ result, requestID, errMsg }) => this.setData({ reply: [result.sum, requestID, errMsg].join(' ') }),
      fail: ({ errCode, errMsg }) => this.setData({ reply: [errCode, errMsg].join(' ') }),
    })
  },
  async ask() {
    const { confirm } = await wx.showModal({ title: 'Really?', content: 'Think twice.' })
    this.setData({ answer: String(confirm) })
    wx.showToast({ title: 'thank you', duration: 10000 })
  },
})
`

const PAGE_A_WXML = `
<import src="./t.wxml"/>
<wxs module="m" src="./m.wxs"/>
<view>WXS {{m.twice(21)}}</view>
<template is="note" data="{{text: 'from the template'}}"/>
<my-card id="card" bind:told="cardTold"/>
<view>card told {{told}}</view>
<view id="half" style="width: 375rpx">half</view>
<view id="red" class="title">red</view>
<input aria-label="your name" bind:input="typed"/>
<view>hello {{name}}</view>
<view>stored: {{stored}}</view>
<view>sealed: {{sealed}}</view>
<view id="day">it is {{day}}</view>
<view>answer: {{answer}}</view>
<view>reply: {{reply}}</view>
<button bind:tap="call">call</button>
<button bind:tap="toB">to b</button>
<button bind:tap="store">store</button>
<button bind:tap="tellDay">what day</button>
<button bind:tap="ask">ask</button>
<button bind:tap="nearField">near field</button>
`

const CARD = `
const { order } = getApp()
Component({
  data: { times: 0 },
  lifetimes: { attached() { order.push('a.attached') } },
  methods: {
    tell() {
      this.setData({ times: this.data.times + 1 })
      this.triggerEvent('told', { times: this.data.times })
    },
  },
})
`

const PAGE_B = `
const { order } = getApp()
Page({
  data: { id: '' },
  onLoad({ id }) { order.push('b.load'); this.setData({ id }) },
  onShow() { order.push('b.show') },
  onReady() { order.push('b.ready') },
  onUnload() { order.push('b.unload') },
})
`

/** A mini-program that uses one of everything that the simulator claims to do. */
export function partsProject(): FixtureProject {
  return fixtureProject({
    'app.json': '{ "pages": ["pages/a", "pages/b"], "window": { "navigationBarTitleText": "Parts" } }',
    'app.js': `App({
      order: [],
      onLaunch() { this.order.push('launch') },
      onShow() { this.order.push('show') },
    })`,
    'pages/a.json': '{ "usingComponents": { "my-card": "../parts/card" } }',
    'pages/a.js': PAGE_A,
    'pages/a.wxml': PAGE_A_WXML,
    'pages/a.wxss': '.title { color: red }',
    'pages/t.wxml': '<template name="note"><view>{{text}}</view></template>',
    'pages/m.wxs': 'module.exports = { twice: function (n) { return n * 2 } }',
    'pages/b.json': '{ "navigationBarTitleText": "Page B" }',
    'pages/b.js': PAGE_B,
    'pages/b.wxml': '<view>b was given {{id}}</view>',
    'parts/card.json': '{ "component": true }',
    'parts/card.js': CARD,
    'parts/card.wxml':
      '<view id="inside" class="title">inside the card</view><button bind:tap="tell">tell</button>',
    'parts/card.wxss': '.title { color: green }',
  })
}
