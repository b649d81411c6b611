import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ConformanceCase } from '../../tests/conformance/case.ts'
import { filesOfRooms } from '../checks/rooms.ts'

/** A place in the local cloud where nothing public says how the platform behaves. */
export interface Assumption {
  readonly file: string
  readonly line: number
  readonly words: string
  /** Cases that fail in a real environment if the assumption is wrong. */
  readonly cases: readonly string[]
}

const MARK = /\bAssumptions?\b:?\s*(.*)/

/** What a comment says behind its mark, without the signs of the comment. */
const wordsOf = (text: string): string => text.replace(/\*\/\s*$/, '').trim()

/** A case names the file and, after a colon, the beginning of the line that it refutes there. */
const refutes = (test: ConformanceCase, file: string, words: string): boolean =>
  (test.refutes ?? []).some((named) => {
    if (!named.startsWith(`${file}: `)) return false
    const beginning = named.slice(file.length + 2)
    return words.startsWith(beginning) || beginning.startsWith(words)
  })

/** Every line of the local cloud that says Assumption, with the cases that name its file. */
export const listAssumptions = (root: string, cases: readonly ConformanceCase[]): readonly Assumption[] =>
  filesOfRooms(root, /\.ts$/)
    .filter((file) => file.startsWith('emulator/') && !file.endsWith('.test.ts'))
    .flatMap((file) =>
      readFileSync(join(root, file), 'utf8')
        .split('\n')
        .flatMap((text, at) => {
          const found = MARK.exec(text)
          if (found === null) return []
          const words = wordsOf(found[1] ?? '')
          const named = cases.filter((test) => refutes(test, file, words)).map(({ id }) => id)
          return [{ file, line: at + 1, words, cases: named }]
        }),
    )

/** One line for each, those without a case first. */
export const describeAssumptions = (assumptions: readonly Assumption[]): string =>
  [...assumptions]
    .sort((a, b) => a.cases.length - b.cases.length)
    .map(({ file, line, words, cases }) =>
      [
        `${cases.length === 0 ? 'no case ' : 'refuted '} ${file}:${line}  ${words}`,
        ...cases.map((id) => `           ${id}`),
      ].join('\n'),
    )
    .join('\n')
