import { expect, it } from 'vitest'
import { type PickerGiven, pickerMode } from './pickerModes.ts'

/** developers.weixin.qq.com/miniprogram/dev/component/picker.html (2026-11) */

const mode = (given: Partial<PickerGiven>) => {
  const found = pickerMode({
    mode: 'selector',
    range: [],
    rangeKey: '',
    value: undefined,
    start: '',
    end: '',
    fields: 'day',
    level: 'region',
    customItem: '',
    now: new Date(2026, 8, 1, 7, 5).getTime(),
    ...given,
  })
  if (!found) throw new Error('no such mode')
  return found
}

it('reads lists of texts and of objects', () => {
  const one = mode({
    range: [
      { id: 1, name: '美国' },
      { id: 2, name: '中国' },
    ],
    rangeKey: 'name',
    value: 1,
  })
  expect([one.columns([1]), one.selected, one.detail([0])]).toEqual([[['美国', '中国']], [1], { value: '0' }])
  const many = mode({ mode: 'multiSelector', range: [['a', 'b'], ['c']], value: [1] })
  expect([many.columns([]), many.selected, many.detail([1, 0])]).toEqual([
    [['a', 'b'], ['c']],
    [1, 0],
    { value: [1, 0] },
  ])
})

it('keeps times between start and end', () => {
  const time = mode({ mode: 'time', start: '09:30', end: '11:15', value: '09:40' })
  expect(time.selected).toEqual([0, 10])
  expect(time.columns([0, 10])[0]).toEqual(['09', '10', '11'])
  expect(time.columns([0])[1]?.[0]).toBe('30')
  expect(time.columns([1])[1]).toHaveLength(60)
  expect(time.columns([2])[1]?.at(-1)).toBe('15')
  expect(time.detail([2, 15])).toEqual({ value: '11:15' })
  expect(mode({ mode: 'time', start: '09:30', value: '08:00' }).selected).toEqual([0, 30 - 30])
  const now = mode({ mode: 'time' })
  expect(now.detail(now.selected)).toEqual({ value: '07:05' })
})

it('knows how long months are, and as many fields as are asked for', () => {
  const date = mode({ mode: 'date', start: '2023-02-10', end: '2024-03-05', value: '2024-02-29' })
  expect(date.detail(date.selected)).toEqual({ value: '2024-02-29' })
  expect(date.columns([0, 0])).toEqual([
    ['2023年', '2024年'],
    ['2月', '3月', '4月', '5月', '6月', '7月', '8月', '9月', '10月', '11月', '12月'],
    Array.from({ length: 19 }, (_, day) => `${day + 10}日`),
  ])
  expect(date.columns([1, 1])[2]).toHaveLength(29)
  expect(date.columns([1, 2])[2]).toEqual(['1日', '2日', '3日', '4日', '5日'])
  const today = mode({ mode: 'date' })
  expect(today.detail(today.selected)).toEqual({ value: '2026-09-01' })
  const month = mode({ mode: 'date', fields: 'month', value: '2020-11' })
  expect(month.detail(month.selected)).toEqual({ value: '2020-11' })
  const year = mode({ mode: 'date', fields: 'year' })
  expect(year.detail(year.selected)).toEqual({ value: '2026' })
})

it('answers regions by name and code', () => {
  const region = mode({ mode: 'region', value: ['广东省', '广州市', '海珠区'] })
  expect(region.detail(region.selected)).toEqual({
    value: ['广东省', '广州市', '海珠区'],
    code: ['440000', '440100', '440105'],
    postcode: '510000',
  })
  const city = mode({ mode: 'region', level: 'city', customItem: '全部', value: ['全部'] })
  expect(city.columns(city.selected)[1]).toEqual(['全部'])
  expect(city.detail(city.selected)).toEqual({ value: ['全部', '全部'], code: ['', ''], postcode: '' })
})
