import type { Surroundings } from './surroundings.ts'

/** How far something has got. */
export interface Progress {
  /** Draws it if it is time. @param done from 0 to 1; undefined if nobody knows */
  readonly show: (done: number | undefined, count: number, words?: string) => void
  /** Draws the last of it and leaves the line. */
  readonly end: () => void
}

/** Where nobody looks at a terminal, a line so often. */
const LINE_EVERY_MS = 10_000
const REDRAW_EVERY_MS = 200

const BAR_CHARACTERS = 20

const number = (value: number): string => value.toLocaleString('en-US')

/** Words for a length of time. */
export const duration = (ms: number): string => {
  const seconds = Math.round(ms / 1_000)
  if (seconds < 60) return `${seconds} s`
  if (seconds < 3_600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`
  return `${Math.floor(seconds / 3_600)} h ${Math.floor((seconds % 3_600) / 60)} min`
}

interface Shown {
  /** What is going on. */
  readonly title: string
  readonly quiet: boolean
  /** What is counted. */
  readonly unit?: 'rows' | 'people'
  /** How much was done already when it began, from 0 to 1. */
  readonly from?: number
}

/** Progress in one line: on a terminal it is drawn anew, elsewhere it comes every ten seconds. */
export const openProgress = (
  { now, note, redraw }: Pick<Surroundings, 'now' | 'note' | 'redraw'>,
  { title, quiet, unit = 'rows', from = 0 }: Shown,
): Progress => {
  const begun = now()
  const every = redraw === undefined ? LINE_EVERY_MS : REDRAW_EVERY_MS
  let drawn = begun
  let last: string | undefined
  const lineOf = (done: number | undefined, count: number, words = ''): string => {
    const ms = Math.max(1, now() - begun)
    const share = done === undefined ? undefined : Math.min(1, Math.max(0, done))
    const filled = Math.round((share ?? 0) * BAR_CHARACTERS)
    const bar = redraw === undefined ? '' : ` [${'='.repeat(filled).padEnd(BAR_CHARACTERS)}]`
    const percent = share === undefined ? '' : ` ${Math.floor(share * 100)}%`
    const isKnown = share !== undefined && share > from && share < 1
    const left = isKnown ? `, ${duration((ms * (1 - share)) / (share - from))} left` : ''
    return `${title}${bar}${percent} ${number(count)} ${unit}, ${number(Math.round((count * 1_000) / ms))}/s${left}${words}`
  }
  return {
    show: (done, count, words) => {
      if (quiet) return
      last = lineOf(done, count, words)
      if (now() - drawn < every) return
      drawn = now()
      ;(redraw ?? note)(last)
    },
    end: () => {
      if (quiet || last === undefined || redraw === undefined) return
      redraw(last)
      note('')
    },
  }
}
