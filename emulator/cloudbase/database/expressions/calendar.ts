/** Parts of a date, each as its operator answers it; the date's UTC fields are those of the clock that is asked. */
export const PARTS = {
  year: (date: Date) => date.getUTCFullYear(),
  month: (date: Date) => date.getUTCMonth() + 1,
  dayOfMonth: (date: Date) => date.getUTCDate(),
  hour: (date: Date) => date.getUTCHours(),
  minute: (date: Date) => date.getUTCMinutes(),
  second: (date: Date) => date.getUTCSeconds(),
  millisecond: (date: Date) => date.getUTCMilliseconds(),
  dayOfYear: (date: Date) => daysSince(date, date.getUTCFullYear()) + 1,
  /** 1 is Sunday. */
  dayOfWeek: (date: Date) => date.getUTCDay() + 1,
  /** 1 is Monday. */
  isoDayOfWeek: (date: Date) => date.getUTCDay() || 7,
  /** MongoDB manual, "$week": weeks begin on Sundays, and week 1 with the first Sunday of the year. */
  week: (date: Date) => Math.floor((daysSince(date, date.getUTCFullYear()) + 7 - date.getUTCDay()) / 7),
  isoWeek: (date: Date) => {
    const thursday = thursdayOf(date)
    return Math.floor(daysSince(thursday, thursday.getUTCFullYear()) / 7) + 1
  },
  isoWeekYear: (date: Date) => thursdayOf(date).getUTCFullYear(),
} as const

const DAY = 86_400_000

const daysSince = (date: Date, year: number) => Math.floor((date.getTime() - startOf(year)) / DAY)

function startOf(year: number): number {
  // Date.UTC takes the years 0 to 99 for those of the twentieth century.
  return new Date(0).setUTCFullYear(year, 0, 1)
}

/** An ISO week belongs to the year of its Thursday. */
const thursdayOf = (date: Date) => new Date(date.getTime() + (4 - (date.getUTCDay() || 7)) * DAY)

/** The start of a day of an ISO week. */
export function isoDate(year: number, week: number, day: number): number {
  const monday = new Date(new Date(0).setUTCFullYear(year, 0, 4))
  const first = monday.getTime() - ((monday.getUTCDay() || 7) - 1) * DAY
  return first + ((week - 1) * 7 + (day - 1)) * DAY
}
