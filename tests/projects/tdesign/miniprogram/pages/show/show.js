Page({
  data: {
    open: ['when'],
    step: 1,
    columns: [
      { colKey: 'name', title: '商品' },
      { colKey: 'price', title: '价格', align: 'right' },
    ],
    rows: [
      { id: 1, name: '茶', price: '8.00' },
      { id: 2, name: '米', price: '12.50' },
    ],
    told: '',
  },
  turn(event) {
    this.setData({ open: event.detail.value })
  },
  close() {
    this.setData({ told: '公告已关闭' })
  },
  next() {
    this.setData({ step: this.data.step + 1 })
  },
  follow(event) {
    this.setData({ told: event.detail.checked ? '已关注' : '未关注' })
  },
})
