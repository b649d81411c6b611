import type { ConformanceCase } from '../case.ts'
import { anyText, including, oneOf, refused } from '../expectation.ts'
import { NODE_SDK, WRAPPER, WX_API, WX_ERRORS, WX_GUIDE } from './sources.ts'

const CALL = `${WX_API}functions/Cloud.callFunction.html`
const CONTEXT = `${WX_API}utils/Cloud.getWXContext.html`
const NEEDS_PHONE = 'a person has to call: tcb invokes without one'

const context: readonly ConformanceCase[] = [
  {
    id: 'context.caller',
    source: CONTEXT,
    run: ({ cloud }) => cloud.getWXContext(),
    expect: including({
      OPENID: /^o[\w-]{27}$/,
      APPID: /^wx[0-9a-f]{16}$/,
      UNIONID: /^o[\w-]{27}$/,
      ENV: anyText,
      SOURCE: 'wx_client',
    }),
    localOnly: NEEDS_PHONE,
  },
  {
    id: 'context.no-token',
    source: `${WRAPPER}: CONTEXT_KEYS_BLACKLIST`,
    run: ({ cloud }) => Object.keys(cloud.getWXContext()).filter((key) => /TOKEN/.test(key)),
    expect: [],
  },
  {
    id: 'context.environment-variables',
    source: 'https://docs.cloudbase.net/cloud-function/env: what a function can rely on',
    run: () =>
      ['TCB_ENV', 'SCF_NAMESPACE', 'TENCENTCLOUD_RUNENV', 'TENCENTCLOUD_SECRETID'].filter(
        (key) => process.env[key] === undefined,
      ),
    expect: [],
  },
  {
    id: 'context.current-environment',
    source: `${WX_API}Cloud.init.html: DYNAMIC_CURRENT_ENV`,
    run: ({ cloud }) => {
      const { ENV } = cloud.getWXContext()
      return ENV === undefined || ENV === process.env['TCB_ENV'] || ENV === process.env['SCF_NAMESPACE']
    },
    expect: true,
  },
]

const calls: readonly ConformanceCase[] = [
  {
    id: 'functions.call.reply',
    source: CALL,
    run: ({ cloud, self }) => cloud.callFunction({ name: self, data: { role: 'text' } }),
    expect: { result: 'a text', errMsg: 'callFunction:ok', requestID: anyText },
  },
  {
    id: 'functions.call.data-arrives-as-json',
    source: `${NODE_SDK}functions/index.js: JSON.stringify`,
    run: async ({ cloud, self }) => {
      const data = { text: '字', n: 0.5, none: null, gone: undefined, at: new Date(0), list: [1, undefined] }
      const { result } = await cloud.callFunction({ name: self, data: { role: 'echo', data } })
      return Object(result)['data']
    },
    expect: { text: '字', n: 0.5, none: null, at: '1970-01-01T00:00:00.000Z', list: [1, null] },
  },
  {
    id: 'functions.call.nothing-returned',
    source: 'the runtime answers JSON, which has no undefined',
    run: async ({ cloud, self }) =>
      (await cloud.callFunction({ name: self, data: { role: 'nothing' } }))['result'],
    expect: oneOf(null, undefined),
  },
  {
    id: 'functions.call.the-person-stays',
    source: `${CONTEXT}: OPENID of a chain is that of its first caller`,
    run: async ({ cloud, self }) => {
      const { OPENID, APPID } = cloud.getWXContext()
      const { result } = await cloud.callFunction({ name: self, data: { role: 'echo' } })
      const inner = Object(Object(result)['context'])
      return { openid: inner['OPENID'] === OPENID, appid: inner['APPID'] === APPID, source: inner['SOURCE'] }
    },
    expect: { openid: true, appid: true, source: 'wx_client,scf' },
    localOnly: NEEDS_PHONE,
  },
  {
    id: 'functions.call.chain-of-three',
    source: `${CONTEXT}: SOURCE lists the callers, separated by commas`,
    run: async ({ cloud, self }) => {
      const { result } = await cloud.callFunction({ name: self, data: { role: 'chain' } })
      return Object(Object(result)['context'])['SOURCE']
    },
    expect: 'wx_client,scf,scf',
    localOnly: NEEDS_PHONE,
  },
  {
    id: 'functions.call.from-a-function-the-source-ends-in-scf',
    source: CONTEXT,
    run: async ({ cloud, self }) => {
      const { result } = await cloud.callFunction({ name: self, data: { role: 'echo' } })
      const source = Object(Object(result)['context'])['SOURCE']
      return source === undefined || /(^|,)scf$/.test(String(source))
    },
    expect: true,
  },
  {
    id: 'functions.call.that-throws',
    source: `${WX_ERRORS}: -504002 functions execute fail`,
    run: ({ cloud, self, failure }) => failure(cloud.callFunction({ name: self, data: { role: 'throw' } })),
    expect: refused(-1, /^callFunction:fail .*thrown on purpose/s, 'FUNCTIONS_EXECUTE_FAIL'),
    sdk: {
      2: refused(
        -504002,
        /^callFunction:fail -504002 functions execute fail\. requestID \S+, .*thrown on purpose/s,
      ),
      3: refused(
        -504002,
        /^callFunction:fail -504002 functions execute fail\. requestID \S+, .*thrown on purpose/s,
      ),
    },
  },
  {
    id: 'functions.call.that-is-not-there',
    source:
      'public code of applications searches for FUNCTION_NOT_FOUND and "FunctionName parameter could not be found"',
    run: ({ cloud, failure }) => failure(cloud.callFunction({ name: 'oneid-conformance-absent' })),
    expect: refused(
      -1,
      /^callFunction:fail .*(FunctionName parameter could not be found|FUNCTION_NOT_FOUND)/s,
      'FUNCTION_NOT_FOUND',
    ),
    sdk: {
      2: refused(
        -501001,
        /^callFunction:fail -501001 resource system error\. requestID \S+, .*(FunctionName parameter could not be found|FUNCTION_NOT_FOUND)/s,
      ),
      3: refused(
        -501001,
        /^callFunction:fail -501001 resource system error\. requestID \S+, .*(FunctionName parameter could not be found|FUNCTION_NOT_FOUND)/s,
      ),
    },
    refutes: ['emulator/cloudbase/functions/errors.ts: that the wire sends the codes of those pages'],
  },
  {
    id: 'functions.call.without-options',
    source: `${WRAPPER}: callFunction`,
    run: ({ cloud, failure }) => failure(cloud.callFunction()),
    expect: refused(-1, /Params for callFunction must be an object instead of undefined/),
  },
  {
    id: 'functions.call.without-name',
    source: `${WRAPPER}: assertType`,
    run: ({ cloud, failure }) => failure(cloud.callFunction({ data: {} })),
    expect: refused(-1, /parameter\.name should be string instead of undefined/),
  },
  {
    id: 'functions.call.with-a-text-for-data',
    source: `${WRAPPER}: assertType`,
    run: ({ cloud, self, failure }) => failure(cloud.callFunction({ name: self, data: 'x' })),
    expect: refused(-1, /parameter\.data should be object instead of string/),
  },
  {
    id: 'functions.call.with-a-circle',
    source: `${NODE_SDK}functions/index.js`,
    run: ({ cloud, self, failure }) => {
      const data: Record<string, unknown> = {}
      data['self'] = data
      return failure(cloud.callFunction({ name: self, data }))
    },
    expect: refused(-1, /^callFunction:fail 对象出现了循环引用$/),
  },
  {
    id: 'functions.call.at-the-same-time',
    source: `${WX_GUIDE}functions/mechanism.html: every call has an instance of its own`,
    run: async ({ cloud, self }) => {
      const all = await Promise.all(
        [1, 2, 3].map((data) => cloud.callFunction({ name: self, data: { role: 'echo', data } })),
      )
      return all.map(({ result }) => Object(result)['data'])
    },
    expect: [1, 2, 3],
  },
]

export const FUNCTIONS: readonly ConformanceCase[] = [...context, ...calls]
