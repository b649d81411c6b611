Page({
  data: {
    grids: [{ text: '扫一扫' }, { text: '付款' }, { text: '出行', url: '/pages/fill/fill' }],
    buttons: [{ text: '备注' }, { text: '删除', type: 'warn' }],
    tabs: [{ text: '消息', badge: '8' }, { text: '通讯录' }, { text: '我' }],
    pictures: ['data:image/svg+xml,%3Csvg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/%3E'],
    gallery: false,
    loading: true,
    told: '',
  },
  slide(event) {
    this.setData({ told: `按了第${event.detail.index}个` })
  },
  tab(event) {
    this.setData({ told: `到了${event.detail.item.text}` })
  },
  look() {
    this.setData({ gallery: true })
  },
  back() {
    this.setData({ told: '返回' })
  },
})
