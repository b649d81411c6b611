const picture = (colour) =>
  `data:image/svg+xml,${encodeURIComponent(`<svg xmlns="http://www.w3.org/2000/svg" width="40" height="30"><rect width="40" height="30" fill="${colour}"/></svg>`)}`

Page({
  data: {
    tab: 'a',
    pictures: [picture('teal'), picture('tomato'), picture('gold')],
    shown: 0,
    part: '0',
    bar: 'home',
    right: [
      { text: '收藏', className: 'keep' },
      { text: '删除', className: 'remove' },
    ],
    letters: ['A', 'B', 'C'],
    told: '',
  },
  turnTab(event) {
    this.setData({ tab: event.detail.value })
  },
  turnPicture(event) {
    this.setData({ shown: event.detail.current })
  },
  turnPart(event) {
    this.setData({ part: event.detail.value })
  },
  turnBar(event) {
    this.setData({ bar: event.detail.value })
  },
  act(event) {
    this.setData({ told: event.detail.text })
  },
})
