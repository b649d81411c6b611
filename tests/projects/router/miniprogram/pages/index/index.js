Page({
  data: { todos: [] },
  async onShow() {
    const { result } = await wx.cloud.callFunction({ name: 'router', data: { $url: 'todo/list' } })
    this.setData({ todos: result.data })
  },
})
