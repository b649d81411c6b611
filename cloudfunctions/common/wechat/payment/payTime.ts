const BEIJING_MS = 8 * 3_600_000

const DIGITS = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/

/** `yyyyMMddHHmmss` in Beijing time, as WeChat Pay writes instants (CloudPay.unifiedOrder reference, 2026-11). */
export const payTimeOf = (at: number): string =>
  new Date(at + BEIJING_MS).toISOString().replace(/[-:T]/g, '').slice(0, 14)

/** Milliseconds since 1970; undefined for what is no such time. */
export const readPayTime = (text: string): number | undefined => {
  const digits = DIGITS.exec(text)?.slice(1)
  if (digits === undefined) return undefined
  const [year, month, day, hour, minute, second] = digits
  const at = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}+08:00`)
  // Date.parse takes 30 February for 2 March.
  return Number.isNaN(at) || payTimeOf(at) !== text ? undefined : at
}
