Page({
  data: {
    form: { ways: ['1'] },
    rules: [
      {
        name: 'mobile',
        rules: [
          { required: true, message: '请填写手机号' },
          { mobile: true, message: '手机号不对' },
        ],
      },
      { name: 'ways', rules: { required: true, message: '请选择配送' } },
    ],
    ways: [
      { name: '自取', value: '1', checked: true },
      { name: '配送', value: '2' },
    ],
    error: '',
    told: '',
    dialog: false,
    half: false,
    sheet: false,
    choices: [
      { text: '拍照', value: 1 },
      { text: '从相册选', value: 2 },
    ],
    files: [],
  },
  onLoad() {
    this.setData({
      find: (words) =>
        Promise.resolve([
          { text: `${words}一`, value: 1 },
          { text: `${words}二`, value: 2 },
        ]),
    })
  },
  write(event) {
    this.setData({ 'form.mobile': event.detail.value })
  },
  way({ detail }) {
    this.setData({
      'form.ways': detail.value,
      ways: this.data.ways.map((each) => ({ ...each, checked: each.value === detail.value })),
    })
  },
  submit() {
    this.selectComponent('#form').validate((valid, errors) => {
      this.setData(valid ? { dialog: true } : { error: errors[0].message })
    })
  },
  answer(event) {
    this.setData({ dialog: false, told: event.detail.item.text })
  },
  open(event) {
    this.setData({ [event.currentTarget.dataset.name]: true })
  },
  sheetChosen(event) {
    this.setData({ sheet: false, told: event.detail.value })
  },
  found(event) {
    this.setData({ told: event.detail.item.text })
  },
})
