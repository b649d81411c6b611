const call = async (action, data = {}) => {
  const { result } = await wx.cloud.callFunction({ name: 'messages', data: { action, ...data } })
  return result
}

Page({
  data: { text: '', messages: [] },

  onLoad() {
    this.refresh()
  },

  async onPullDownRefresh() {
    await this.refresh()
    wx.stopPullDownRefresh()
  },

  onInput({ detail }) {
    this.setData({ text: detail.value })
  },

  async onWrite() {
    const { ok } = await call('write', { text: this.data.text })
    if (!ok) return wx.showToast({ title: '请先输入', icon: 'none' })
    this.setData({ text: '' })
    await this.refresh()
  },

  async onLike({ currentTarget }) {
    await call('like', { id: currentTarget.dataset.id })
    await this.refresh()
  },

  async refresh() {
    const { messages } = await call('list')
    this.setData({ messages })
  },
})
