import { describe, expect, it } from 'vitest'
import { errorWords } from './errorWords.ts'

const failed = (words: string): string =>
  `cloud.callFunction:fail Error: errCode: -504002 functions execute fail | errMsg: ${words}`

/** The stacks are those of Node 20 and esbuild 0.28. */
describe('the error of a call in one line', () => {
  it('names the place in the function’s own code, not in its packages or in Node', () => {
    const stack = [
      'TypeError: Cannot read properties of null (reading "x")',
      '    at Object.check (/shop/cloudfunctions/pay/node_modules/sdk/index.js:8:1)',
      '    at process.processTicksAndRejections (node:internal/process/task_queues:95:5)',
      '    at async exports.main (/shop/cloudfunctions/pay/index.js:3:9)',
    ].join('\n')
    expect(errorWords('pay', failed(stack))).toBe(
      '-504002 TypeError: Cannot read properties of null (reading "x") at /shop/cloudfunctions/pay/index.js:3:9',
    )
  })

  it('reads the paths of Windows and of modules', () => {
    const at = (place: string) => errorWords('pay', `Error: a\n    at main (${place})`)
    expect(at('C:\\shop\\pay\\index.js:3:9')).toBe('Error: a at C:\\shop\\pay\\index.js:3:9')
    expect(at('file:///C:/shop/pay/index.mjs:3:9')).toBe('Error: a at file:///C:/shop/pay/index.mjs:3:9')
    expect(errorWords('pay', 'Error: a\n    at file:///shop/pay/index.mjs:3:9')).toBe(
      'Error: a at file:///shop/pay/index.mjs:3:9',
    )
  })

  it('says what is wrong with a file that cannot be parsed, and where', () => {
    const stack =
      '/shop/pay/index.js:4\n\n\n\nSyntaxError: Unexpected end of input\n    at wrapSafe (node:internal/modules/cjs/loader:1464:18)'
    expect(errorWords('pay', failed(stack))).toBe(
      '-504002 SyntaxError: Unexpected end of input at /shop/pay/index.js:4',
    )
  })

  it('says what does not compile', () => {
    const words = 'Build failed with 1 error:\nindex.ts:1:9: ERROR: Unexpected "}"'
    expect(errorWords('pay', failed(words))).toBe(
      '-504002 Build failed with 1 error: index.ts:1:9: ERROR: Unexpected "}"',
    )
  })

  it.each([
    [`Error: Cannot find module 'wx-server-sdk'\nRequire stack:\n- /shop/pay/index.js`],
    [`Error [ERR_MODULE_NOT_FOUND]: Cannot find package 'wx-server-sdk' imported from /shop/pay/index.js`],
  ])('says how a package gets there: %s', (stack) => {
    expect(errorWords('pay', failed(stack))).toMatch(
      /^-504002 .*'wx-server-sdk'.* \(not installed: npm install in the folder of pay\)$/,
    )
  })

  it('does not send for a package when a file of the function is missing', () => {
    expect(errorWords('pay', `Error: Cannot find module './lib/a'`)).toBe(
      `Error: Cannot find module './lib/a'`,
    )
  })

  it('leaves what has no stack as it is', () => {
    expect(
      errorWords('x', 'cloud.callFunction:fail Error: errCode: -501000  | errMsg: FunctionName parameter …'),
    ).toBe('-501000 FunctionName parameter …')
    expect(errorWords('x', '')).toBe('')
  })
})
