/** The least that `admin` takes for a reason; it stays in the audit. */
const CHARACTERS_AT_LEAST = 3

/** What is wrong with a reason; empty when nothing is. */
export function faultOf(reason: string): string {
  return reason.trim().length < CHARACTERS_AT_LEAST ? '请先写下原因，它会留在操作记录里。' : ''
}
