import type { Table } from './tables.ts'

const DAY_MS = 86_400_000

/**
 * Keeps a table of short-lived things from growing for ever: what is a day old is as unknown as what never was. Looks
 * once a day of world time, so that issuing stays cheap.
 * @returns to be called before something is issued
 */
export const createForgetting = <Entry extends { readonly issuedAt: number }>(
  { removeWhere }: Pick<Table<Entry>, 'removeWhere'>,
  now: () => number,
): (() => void) => {
  let next = 0
  return () => {
    const today = now()
    if (today < next) return
    next = today + DAY_MS
    removeWhere(({ issuedAt }) => issuedAt + DAY_MS < today)
  }
}
