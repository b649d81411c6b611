import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import type { Problem } from './problem.ts'

/** Lines of the source above and below the one that is meant. */
const AROUND = 2
/** Characters of a line that are shown; packages come without line breaks. */
const WIDTH = 160

/** The place of a problem in its source, with a mark below the column; undefined when a whole file is meant. */
export function codeFrame(root: string, { file, line, column }: Problem): string | undefined {
  const source = path.join(path.dirname(root), ...file.split('/'))
  if (line < 1 || !existsSync(source)) return undefined
  const lines = readFileSync(source, 'utf8').split(/\r?\n/)
  const first = Math.max(1, line - AROUND)
  const shown = lines.slice(first - 1, line + AROUND)
  const width = String(first + shown.length - 1).length
  const from = column > WIDTH ? column - WIDTH / 2 : 0
  return shown
    .flatMap((text, index) => {
      const number = first + index
      const seen = text.slice(from, from + WIDTH)
      const row = `${number === line ? '>' : ' '} ${String(number).padStart(width)} | ${seen}`
      // A tab before the mark keeps it below its column.
      const before = seen.slice(0, Math.max(0, column - 1 - from)).replace(/[^\t]/g, ' ')
      return number === line ? [row, `  ${' '.repeat(width)} | ${before}^`] : [row]
    })
    .join('\n')
}
