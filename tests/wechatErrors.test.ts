import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { CALL } from './sdkProject.ts'
import type { Story } from './stories/story.ts'
import { openStory, PAID } from './stories/story.ts'
import type { Answer } from './wechatErrors/asking.ts'
import { askingAs } from './wechatErrors/asking.ts'
import { ALL, NOT_REACHED } from './wechatErrors/list.ts'
import { REACHED_AT_APIS } from './wechatErrors/ofApis.ts'
import { REACHED_ELSEWHERE } from './wechatErrors/ofClients.ts'

const REACHED = [...REACHED_AT_APIS, ...REACHED_ELSEWHERE]

/** Answers without an errCode until somebody has called `deny`. */
const EMPTY_AUTH = `
exports.main = async () => {
  const { total } = await cloud.database().collection('denials').count()
  return total === 0 ? {} : { errCode: 1, errMsg: 'no' }
}`
const DENY = `exports.main = () => cloud.database().collection('denials').add({ data: {} })`

const FUNCTIONS = {
  sdk: { source: CALL, openapi: ['nobody.knows', 'broken.api'] },
  echo: { source: 'exports.main = ({ field }) => field' },
  large: { source: `exports.main = () => ({ text: 'x'.repeat(1024 * 1024) })` },
  unlisted: { source: PAID },
  cloudbase_auth: { source: EMPTY_AUTH },
  deny: { source: DENY },
}

let story: Story
let person = ''
let count = 0

beforeAll(async () => {
  story = await openStory('since-2021', {
    functions: FUNCTIONS,
    answers: [
      {
        openapi: {
          'broken.api': () => {
            throw new Error('an answer that is none')
          },
        },
      },
    ],
  })
})
afterAll(() => story.close())
beforeEach(async () => {
  await story.faults()
  person = `carol${++count}`
  await story.change('/people', { id: person, name: person, phone: '13900000000' })
})

/** The number in whatever form the door gives it. */
const told = ({ errcode, errCode, ErrCode, number }: Answer): unknown =>
  errcode ?? errCode ?? ErrCode ?? number

describe('the numbers of WeChat', () => {
  it.each(REACHED)('%s: %s', async (code, _, reach) => {
    expect(told(await reach(askingAs(story, person)))).toBe(code)
  })

  it('are all reached, or it is said why not', () => {
    const listed = [...REACHED.map(([code]) => code), ...Object.keys(NOT_REACHED).map(Number)]
    const sorted = (codes: readonly number[]) => [...new Set(codes)].sort((one, other) => one - other)
    expect(sorted(listed)).toEqual(sorted(ALL))
    expect(REACHED.filter(([code]) => code in NOT_REACHED)).toEqual([])
  })

  it('come with status 200 and a request id behind the words, which differs every time', async () => {
    const ask = askingAs(story, person)
    const [one, other] = [await ask.raw('/sns/nothing'), await ask.raw('/sns/nothing')]
    expect(one['errmsg']).toMatch(/^invalid url rid: [0-9a-f]{8}-[0-9a-f]{8}-[0-9a-f]{8}$/)
    expect(other['errmsg']).not.toBe(one['errmsg'])
  })
})
