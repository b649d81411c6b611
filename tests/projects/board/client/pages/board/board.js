const NAMES = ['todo', 'doing', 'done']

Page({
  data: { columns: [] },
  async onShow() {
    const { data } = await wx.cloud.database().collection('tasks').orderBy('order', 'asc').get()
    this.setData({
      columns: NAMES.map((name) => ({ name, tasks: data.filter(({ column }) => column === name) })),
    })
  },
})
