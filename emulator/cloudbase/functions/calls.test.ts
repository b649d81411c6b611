import { afterAll, describe, expect, it } from 'vitest'
import { callFunctionError } from './failure.ts'
import { ALICE, createTestFunctions } from './testing.ts'

const project = createTestFunctions(
  {
    'context/index.js': `exports.main = (event, context) => ({ ...context, left: context.getRemainingTimeInMillis(), functions: ['done', 'succeed', 'fail'].map((key) => typeof context[key]) })`,
    'environment/index.js': `exports.main = () => ({ ...process.env, tmp: require('os').tmpdir() })`,
    'tmp/index.js': `const fs = require('fs'), path = require('path')
      exports.main = () => { const file = path.join(require('os').tmpdir(), 'oneid-test-' + process.pid); fs.writeFileSync(file, 'kept'); const text = fs.readFileSync(file, 'utf8'); fs.unlinkSync(file); return text }`,
    'speaks/index.js': `exports.main = () => {
      console.log('a %s', 'b', { c: 1 }); console.info('i'); console.debug('d'); console.warn('w'); console.error('e')
      console.dir({ deep: { er: 1 } }); console.table([{ n: 1 }]); console.trace('t'); console.group('g'); console.log('inside'); console.groupEnd()
      console.assert(false, 'asserted')
      process.stdout.write('in '); process.stdout.write('pieces\\nrest'); process.stderr.write('err\\n')
    }`,
    'results/index.js': `exports.main = ({ kind }) => ({
      date: () => new Date(0), bytes: () => Buffer.from('a'), nan: () => ({ n: NaN, i: Infinity }), map: () => new Map([[1, 2]]),
      undefined: () => ({ a: undefined, b: [undefined] }), function: () => () => 1, symbol: () => Symbol('x'), big: () => 1n,
      toJson: () => ({ toJSON: () => { throw new Error('no JSON') } }) })[kind]()`,
    'memory/index.js': `const kept = []; exports.main = () => { for (;;) kept.push(new Array(1000).fill({ n: kept.length })) }`,
    'large/index.js': `exports.main = ({ bytes }) => 'x'.repeat(bytes - 2)`,
    'length/index.js': `exports.main = (event) => JSON.stringify(event).length`,
    'leaks/index.js': `let seen = 0; exports.main = (event) => { seen += 1; setTimeout(() => {}, 0); return seen }`,
  },
  {
    settings: {
      memory: { memoryMb: 32, timeoutSeconds: 60 },
      environment: { environment: { TEAM: 'blue', TCB_ENV: 'forged', TENCENTCLOUD_SECRETID: 'forged' } },
    },
  },
)
afterAll(project.end)

const errorOf = async (name: string, event: unknown = {}) => {
  const outcome = await project.functions.call(name, event, ALICE)
  return 'failure' in outcome ? callFunctionError(outcome.failure) : outcome
}

describe('the context of a call', () => {
  it('has the keys that functions on the platform print', async () => {
    expect(await project.result('context')).toMatchObject({
      callbackWaitsForEmptyEventLoop: true,
      memory_limit_in_mb: 256,
      time_limit_in_ms: 3000,
      request_id: project.calls.list().at(-1)?.requestId,
      function_version: '$LATEST',
      function_name: 'context',
      namespace: 'local',
      functions: ['function', 'function', 'function'],
      environ: expect.stringMatching(/(^|;)WX_OPENID=oAlice;/),
    })
  })
})

describe('the environment', () => {
  it('has the team’s variables, which never replace the platform’s', async () => {
    const environment = await project.result('environment')
    expect(environment).toMatchObject({
      TEAM: 'blue',
      TCB_ENV: 'local',
      SCF_FUNCTIONVERSION: '$LATEST',
      TENCENTCLOUD_SECRETID: expect.stringMatching(/^LOCAL/),
      USER_CODE_ROOT: expect.stringContaining('environment'),
    })
  })

  it('tells a timer by TRIGGER_SRC, and gives it a token of its own', async () => {
    const timer = await project.result('environment', {}, { source: 'wx_trigger' })
    expect(timer).toMatchObject({ TRIGGER_SRC: 'timer', WX_TRIGGER_API_TOKEN_V0: expect.any(String) })
    expect(await project.result('environment')).not.toHaveProperty('WX_TRIGGER_API_TOKEN_V0')
  })

  it('has a folder for files', async () => {
    expect(await project.result('tmp')).toBe('kept')
  })
})

describe('what a function says', () => {
  it('is kept with its call, whatever it says it by', async () => {
    await project.result('speaks')
    const logs = project.calls.list().at(-1)?.logs ?? []
    expect(logs.slice(0, 6)).toEqual([
      { level: 'log', text: 'a b { c: 1 }' },
      { level: 'log', text: 'i' },
      { level: 'log', text: 'd' },
      { level: 'warn', text: 'w' },
      { level: 'error', text: 'e' },
      { level: 'log', text: '{ deep: { er: 1 } }' },
    ])
    expect(logs[6]?.text).toContain('│')
    expect(logs[7]).toMatchObject({ level: 'error', text: expect.stringMatching(/^Trace: t\n {4}at /) })
    expect(logs.slice(8, 10).map(({ text }) => text)).toEqual(['g', '  inside'])
    expect(logs.slice(10)).toEqual([
      { level: 'error', text: 'Assertion failed: asserted' },
      { level: 'log', text: 'in pieces' },
      { level: 'error', text: 'err' },
      { level: 'log', text: 'rest' },
    ])
  })
})

describe('a result', () => {
  // What JSON makes of them; the platform sends results as JSON (tencentcloud.com/document/product/583/46770).
  it.each([
    ['date', '1970-01-01T00:00:00.000Z'],
    ['bytes', { type: 'Buffer', data: [97] }],
    ['nan', { n: null, i: null }],
    ['map', {}],
    ['undefined', { b: [null] }],
    ['function', null],
    ['symbol', null],
  ])('%s is %j', async (kind, expected) => {
    expect(await project.result('results', { kind })).toEqual(expected)
  })

  it.each([
    ['big', 'BigInt'],
    ['toJson', 'no JSON'],
  ])('%s is an error of the function', async (kind, words) => {
    expect(await errorOf('results', { kind })).toMatchObject({
      errCode: -504002,
      errMsg: expect.stringContaining(words),
    })
  })
})

describe('limits', () => {
  it('memory: the words of code 434, and the next call starts anew', async () => {
    expect(await errorOf('memory')).toMatchObject({
      errCode: -504002,
      errMsg: expect.stringContaining('Task memory exceeded 32 MB'),
    })
    expect(await errorOf('memory')).toMatchObject({ errCode: -504002 })
  })

  // 6 MB for the event and for the result of a synchronous call: cloud.tencent.com/document/product/583/11637.
  it('6 MB of result', async () => {
    expect(await project.result('large', { bytes: 6_291_456 })).toHaveLength(6_291_454)
    expect(await errorOf('large', { bytes: 6_291_457 })).toMatchObject({
      errCode: -504002,
      errMsg: expect.stringContaining('The size of response exceeds the upper limit (6MB)'),
    })
  })

  it('6 MB of event', async () => {
    const event = (bytes: number) => ({ text: 'x'.repeat(bytes - 11) })
    expect(await project.result('length', event(6_291_456))).toBe(6_291_456)
    expect(await errorOf('length', event(6_291_457))).toMatchObject({ errCode: -504001 })
  })
})

it('a call after a call runs on the same instance and keeps what the module keeps', async () => {
  await project.result('leaks')
  expect(await project.result('leaks')).toBe(2)
})
