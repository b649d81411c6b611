import ActionSheet from 'tdesign-miniprogram/action-sheet/index'
import Dialog from 'tdesign-miniprogram/dialog/index'
import Message from 'tdesign-miniprogram/message/index'
import Toast from 'tdesign-miniprogram/toast/index'

Page({
  data: {
    told: '',
    popup: false,
    drawer: false,
    bubble: false,
    sorts: [
      { value: 'new', label: '最新' },
      { value: 'cheap', label: '最便宜' },
    ],
    sort: 'new',
    doors: [{ title: '我的订单' }, { title: '我的地址' }],
  },
  toast() {
    Toast({ context: this, selector: '#t-toast', message: '已保存', theme: 'success', duration: 800 })
  },
  message() {
    Message.info({ context: this, offset: [20, 32], duration: 1500, content: '有新消息' })
  },
  ask() {
    Dialog.confirm({
      context: this,
      title: '删除订单？',
      content: '删除后不能恢复',
      confirmBtn: '删除',
      cancelBtn: '留着',
    })
      .then(() => this.setData({ told: '已删除' }))
      .catch(() => this.setData({ told: '留下了' }))
  },
  sheet() {
    ActionSheet.show({
      context: this,
      selector: '#t-action-sheet',
      items: ['拍照', '从相册选'],
      cancelText: '算了',
    })
  },
  chosen(event) {
    this.setData({ told: `选了${event.detail.selected}` })
  },
  open(event) {
    this.setData({ [event.currentTarget.dataset.name]: true })
  },
  changed(event) {
    this.setData({ [event.currentTarget.dataset.name]: event.detail.visible })
  },
  close() {
    this.setData({ popup: false })
  },
  sorted(event) {
    this.setData({ sort: event.detail.value, told: `按${event.detail.value}` })
  },
  door(event) {
    this.setData({ drawer: false, told: event.detail.item.title })
  },
})
