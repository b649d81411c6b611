const cities = [
  { label: '北京市', value: '11' },
  { label: '上海市', value: '31' },
  { label: '广州市', value: '44' },
]
const areas = [
  {
    label: '浙江省',
    value: '33',
    children: [
      { label: '杭州市', value: '3301' },
      { label: '宁波市', value: '3302' },
    ],
  },
  { label: '海南省', value: '46', children: [{ label: '三亚市', value: '4602' }] },
]

Page({
  data: {
    cities,
    areas,
    city: [],
    cityShown: false,
    day: '2026-11-20',
    dayShown: false,
    areaShown: false,
    area: null,
    calendarShown: false,
    first: new Date(2026, 10, 1).getTime(),
    last: new Date(2026, 10, 30).getTime(),
    tree: ['33', '3301'],
    count: 1,
    stars: 2,
    level: 20,
    told: {},
  },
  say(event) {
    const { name } = event.currentTarget.dataset
    this.setData({ told: { ...this.data.told, [name]: event.detail } })
  },
  show(event) {
    this.setData({ [`${event.currentTarget.dataset.name}Shown`]: true })
  },
  hide(event) {
    this.setData({ [`${event.currentTarget.dataset.name}Shown`]: false })
  },
  pickCity(event) {
    this.setData({ city: event.detail.value, cityShown: false })
    this.say(event)
  },
  pickDay(event) {
    this.setData({ day: event.detail.value, dayShown: false })
    this.say(event)
  },
  pickArea(event) {
    this.setData({ area: event.detail.value })
    this.say(event)
  },
})
