import { REGIONS, type Region } from './regions.ts'

type Detail = Readonly<Record<string, unknown>>
type Indexes = readonly number[]

/** What a picker offers and what it makes of a choice; the columns right of a column may depend on it. */
export interface PickerMode {
  columns(selected: Indexes): readonly (readonly string[])[]
  readonly selected: Indexes
  /** The detail of `change`; its `value` is the picker's value from then on. */
  detail(selected: Indexes): Detail
  /** Whether columns right of a turned one go back to their first entry. */
  readonly startsAnew?: true
}

/** Properties of a picker as they are, and the time of the world in milliseconds. */
export interface PickerGiven {
  readonly mode: string
  readonly range: unknown
  readonly rangeKey: string
  readonly value: unknown
  readonly start: string
  readonly end: string
  readonly fields: string
  readonly level: string
  readonly customItem: string
  readonly now: number
}

/**
 * developers.weixin.qq.com/miniprogram/dev/component/picker.html (2026-11).
 * @returns undefined for a mode that is not documented
 */
export function pickerMode(given: PickerGiven): PickerMode | undefined {
  return MODES[given.mode]?.(given)
}

const MODES: Readonly<Record<string, (given: PickerGiven) => PickerMode>> = {
  selector: ({ range, rangeKey, value }) => ({
    columns: () => [texts(range, rangeKey)],
    selected: [indexOf(value)],
    // A text, as miniprogram-api-typings 5.2.3 has it too.
    detail: ([index = 0]) => ({ value: String(index) }),
  }),
  multiSelector: ({ range, rangeKey, value }) => ({
    columns: () => listOf(range).map((column) => texts(column, rangeKey)),
    selected: listOf(range).map((_, at) => indexOf(listOf(value)[at])),
    detail: (selected) => ({ value: [...selected] }),
  }),
  time: timeMode,
  date: dateMode,
  region: regionMode,
}

function timeMode({ value, start, end, now }: PickerGiven): PickerMode {
  const first = numbersOf(start) ?? [0, 0]
  const last = numbersOf(end) ?? [23, 59]
  // Assumption: without a value the time of now is marked.
  const clock = new Date(now)
  const wanted = numbersOf(value) ?? [clock.getHours(), clock.getMinutes()]
  const numbers = (selected: Indexes) => dependent([first, last], [[0, 23], () => [0, 59]], selected)
  return {
    columns: (selected) => numbers(selected).map((column) => column.map(twoDigits)),
    selected: indexesOf(wanted, numbers),
    detail: (selected) => ({ value: chosen(numbers, selected).map(twoDigits).join(':') }),
  }
}

const DATE_FIELDS: Readonly<Record<string, number>> = { year: 1, month: 2, day: 3 }

function dateMode({ value, start, end, fields, now }: PickerGiven): PickerMode {
  const count = DATE_FIELDS[fields] ?? 3
  // Assumption: without a start and an end the years go from 1900 to 2100.
  const first = numbersOf(start) ?? [1900, 1, 1]
  const last = numbersOf(end) ?? [2100, 12, 31]
  // "value: 默认值 当天"
  const today = new Date(now)
  const wanted = numbersOf(value) ?? [today.getFullYear(), today.getMonth() + 1, today.getDate()]
  const bounds: readonly Bound[] = [
    [first[0] ?? 1900, last[0] ?? 2100],
    () => [1, 12],
    ([year = 2000, month = 1]) => [1, new Date(year, month, 0).getDate()],
  ]
  const numbers = (selected: Indexes) => dependent([first, last], bounds.slice(0, count), selected)
  const signs = ['年', '月', '日']
  return {
    columns: (selected) => numbers(selected).map((column, at) => column.map((each) => `${each}${signs[at]}`)),
    selected: indexesOf(wanted.slice(0, count), numbers),
    detail: (selected) => ({ value: chosen(numbers, selected).map(twoDigits).join('-') }),
  }
}

const REGION_LEVELS: Readonly<Record<string, number>> = { province: 1, city: 2, region: 3 }

function regionMode({ value, level, customItem }: PickerGiven): PickerMode {
  const count = REGION_LEVELS[level] ?? 3
  // "可为每一列的顶部添加一个自定义的项"
  const custom: readonly Region[] = customItem ? [{ code: '', name: customItem, inside: [] }] : []
  const regions = (selected: Indexes): (readonly Region[])[] => {
    const columns: (readonly Region[])[] = []
    for (let at = 0, from = REGIONS; at < count; at += 1) {
      const column = [...custom, ...from]
      columns.push(column)
      from = column[selected[at] ?? 0]?.inside ?? []
    }
    return columns
  }
  const names = listOf(value).map(String)
  const selected: number[] = []
  for (let at = 0; at < count; at += 1) {
    selected.push(Math.max(regions(selected)[at]?.findIndex(({ name }) => name === names[at]) ?? 0, 0))
  }
  return {
    columns: (indexes) => regions(indexes).map((column) => column.map(({ name }) => name)),
    selected,
    detail(indexes) {
      const found = regions(indexes).flatMap((column, at) => column[indexes[at] ?? 0] ?? [])
      return {
        value: found.map(({ name }) => name),
        code: found.map(({ code }) => code),
        // Assumption: that of the city.
        postcode: found.find(({ postcode }) => postcode)?.postcode ?? '',
      }
    },
    startsAnew: true,
  }
}

type Range = readonly [least: number, most: number]
type Bound = Range | ((left: readonly number[]) => Range)

/** Columns of numbers between a first and a last combination, given what is selected in the columns left of each. */
function dependent([first, last]: readonly [Indexes, Indexes], bounds: readonly Bound[], selected: Indexes) {
  const columns: number[][] = []
  const left: number[] = []
  let [atFirst, atLast] = [true, true]
  for (const [at, bound] of bounds.entries()) {
    const [least, most] = typeof bound === 'function' ? bound(left) : bound
    const from = atFirst ? Math.max(first[at] ?? least, least) : least
    const to = atLast ? Math.min(last[at] ?? most, most) : most
    const column = Array.from({ length: Math.max(to - from + 1, 1) }, (_, each) => from + each)
    const now = column[Math.min(selected[at] ?? 0, column.length - 1)] ?? from
    columns.push(column)
    left.push(now)
    atFirst &&= now === (first[at] ?? least)
    atLast &&= now === (last[at] ?? most)
  }
  return columns
}

function indexesOf(wanted: readonly number[], columns: (selected: Indexes) => number[][]): number[] {
  const selected: number[] = []
  for (const [at, each] of wanted.entries()) {
    const column = columns(selected)[at] ?? []
    // What lies outside is the nearest that does not.
    const nearest = Math.min(Math.max(each, column[0] ?? each), column.at(-1) ?? each)
    selected.push(Math.max(column.indexOf(nearest), 0))
  }
  return selected
}

function chosen(columns: (selected: Indexes) => number[][], selected: Indexes): number[] {
  return columns(selected).flatMap((column, at) => column[selected[at] ?? 0] ?? column.at(-1) ?? [])
}

function texts(range: unknown, key: string): string[] {
  return listOf(range).map((each) =>
    String(typeof each === 'object' && each !== null && key ? Reflect.get(each, key) : each),
  )
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

function indexOf(value: unknown): number {
  const index = Number(value)
  return Number.isInteger(index) && index > 0 ? index : 0
}

/** The numbers of `2026-09-01` or `12:01`. */
function numbersOf(value: unknown): number[] | undefined {
  const numbers = String(value ?? '').match(/\d+/g)
  return numbers?.map(Number)
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0')
}
