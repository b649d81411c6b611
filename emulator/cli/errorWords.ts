/** What callFunctionError() puts before the words of a failure; on the terminal the number is enough. */
const PREFIX = /^cloud\.callFunction:fail Error: errCode: (-?\d+) .*?\| errMsg: /

/** `at main (/shop/index.js:3:9)`: the place. */
const FRAME = /^\s+at (?:.*\()?((?:file:\/\/)?(?:\/|[A-Za-z]:[\\/])[^()]+:\d+:\d+)\)?$/

/** A file that cannot be parsed comes before the error: `/shop/index.js:4`. */
const PARSED_FILE = /^(?:file:\/\/)?(?:\/|[A-Za-z]:[\\/]).*:\d+$/

const ERROR = /^\w*Error\b/

const INSTALLED = /[\\/]node_modules[\\/]/

const MISSING_PACKAGE = /Cannot find (?:module|package) '([^'./\\][^':]*)'/

/** The line of the function's own code that was on the stack last. */
const ownPlace = (lines: readonly string[]): string | undefined =>
  lines.map((line) => FRAME.exec(line)?.[1]).find((place) => place !== undefined && !INSTALLED.test(place))

/**
 * The error of a call in one line that leads to its cause: number, message, and the place in the function's own code.
 * @returns '' for no error
 */
export const errorWords = (functionName: string, error: string): string => {
  const number = PREFIX.exec(error)?.[1]
  const lines = error.replace(PREFIX, '').split('\n')
  const [first = ''] = lines
  const atFile = PARSED_FILE.test(first)
  // esbuild's first line only counts what follows.
  const counts = first.endsWith(':') ? ` ${lines[1] ?? ''}` : ''
  const message = atFile ? (lines.find((line) => ERROR.test(line)) ?? '') : `${first}${counts}`
  const place = atFile ? first : ownPlace(lines)
  const missing = MISSING_PACKAGE.exec(message)?.[1]
  return [
    number,
    message,
    place === undefined || missing !== undefined ? undefined : `at ${place}`,
    missing === undefined || missing.startsWith('node:')
      ? undefined
      : `(not installed: npm install in the folder of ${functionName})`,
  ]
    .filter(Boolean)
    .join(' ')
}
