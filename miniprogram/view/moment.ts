/** `2026-11-20`, where the phone is. @param at milliseconds since 1970 */
export function dayOf(at: number): string {
  const date = new Date(at)
  return [date.getFullYear(), twoDigits(date.getMonth() + 1), twoDigits(date.getDate())].join('-')
}

/** `2026-11-20 08:05`. */
export function momentOf(at: number): string {
  const date = new Date(at)
  return `${dayOf(at)} ${twoDigits(date.getHours())}:${twoDigits(date.getMinutes())}`
}

function twoDigits(number: number): string {
  return String(number).padStart(2, '0')
}
