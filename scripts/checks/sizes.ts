import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { filesOfRooms } from './rooms.ts'

/** A file past this length holds more than one idea and is to be split. */
const MOST_LINES = 300

const SOURCE = /\.(ts|tsx|js|cjs|mjs|wxml|wxss|css)$/
const TEST = /\.test\.ts$/

function linesOf(path: string): number {
  return readFileSync(path, 'utf8').trimEnd().split('\n').length
}

/** The source files that are too long, one line each. Tests may be long: a table of cases is one idea. */
export function tooLongFiles(root: string): string[] {
  return filesOfRooms(root, SOURCE)
    .filter((file) => !TEST.test(file))
    .map((file) => ({ file, lines: linesOf(join(root, file)) }))
    .filter(({ lines }) => lines > MOST_LINES)
    .map(({ file, lines }) => `${file}: ${lines} lines, at most ${MOST_LINES}`)
}
