import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import type { OpenId } from '../base/ids.ts'
import { AppIdSchema, OpenIdSchema } from '../base/ids.ts'
import { Secret } from '../base/secret.ts'
import { changeOpenids, OPENIDS_PER_CHANGE } from './changeOpenid.ts'
import { answering, JUNK_ANSWERS, NUMBERS_OF_A_TOKEN, NUMBERS_OF_EVERY_API, says } from './testing.ts'

// Page changeopenid and page of global return codes, 2026-11.

const openidOf = (text: string): OpenId => v.parse(OpenIdSchema, text)
const OLD = openidOf('oEmYbwN-n24jxvk4Sox81qedINkQ')
const LOST = openidOf('oEmYbwH9uVd4RKJk7ZZg6SzL6tTo')
const OK = { ori_openid: OLD, new_openid: 'o2FwqwI9xCsVadFah_HtpPfaR-X4', err_msg: 'ok' }
const ANSWER = {
  errcode: 0,
  errmsg: 'ok',
  result_list: [OK, { ori_openid: LOST, new_openid: '', err_msg: 'ori_openid error' }],
}

const change = (answer: unknown, openids: readonly OpenId[] = [OLD, LOST]) => {
  const { fetch, asked } = answering(answer)
  const fromAppid = v.parse(AppIdSchema, 'wx4f4bc4dec97d474b')
  return { changed: changeOpenids({ token: new Secret('a&b'), fetch, fromAppid, openids }), asked }
}
const refused = (message: string) => expect.toSatisfy(says(message))

describe('openids after a migration', () => {
  it('are those of the new account; who was no follower of the old one has none', async () => {
    const { changed, asked } = change(ANSWER)
    expect(await changed).toStrictEqual([
      { from: 'oEmYbwN-n24jxvk4Sox81qedINkQ', to: 'o2FwqwI9xCsVadFah_HtpPfaR-X4' },
      { from: 'oEmYbwH9uVd4RKJk7ZZg6SzL6tTo' },
    ])
    expect(asked).toHaveLength(1)
    const [url, init] = asked[0] ?? []
    expect(url).toBe('https://api.weixin.qq.com/cgi-bin/changeopenid?access_token=a%26b')
    expect(init).toMatchObject({ method: 'POST', redirect: 'error' })
    expect(JSON.parse(init?.body ?? '')).toEqual({
      from_appid: 'wx4f4bc4dec97d474b',
      openid_list: ['oEmYbwN-n24jxvk4Sox81qedINkQ', 'oEmYbwH9uVd4RKJk7ZZg6SzL6tTo'],
    })
  })

  it('come in the order in which they were asked for, and no others do', async () => {
    const stranger = { ...OK, ori_openid: 'oSTRANGER' }
    const list = [stranger, ...ANSWER.result_list.toReversed()]
    expect(await change({ result_list: list }).changed).toMatchObject([{ from: OLD }, { from: LOST }])
  })

  it.each(['ori_openid error', 'OK', ''])('do not change when err_msg is %j', async (err_msg) => {
    expect(await change({ result_list: [{ ...OK, err_msg }] }, [OLD]).changed).toStrictEqual([{ from: OLD }])
  })

  it('are a hundred at most, and nothing is asked for none', async () => {
    expect(OPENIDS_PER_CHANGE).toBe(100)
    const openids = Array.from({ length: 101 }, (_, n) => openidOf(`oPERSON${n}`))
    const list = openids.map((ori_openid) => ({ ...OK, ori_openid }))
    expect(await change({ result_list: list }, openids.slice(1)).changed).toHaveLength(100)
    const [many, none] = [change({ result_list: list }, openids), change(ANSWER, [])]
    await expect(many.changed).rejects.toThrow(
      refused('INTERNAL: /cgi-bin/changeopenid: 101 openids, not 100 at most'),
    )
    expect(await none.changed).toEqual([])
    expect([...many.asked, ...none.asked]).toEqual([])
  })

  it.each([
    ...NUMBERS_OF_EVERY_API.filter(([number]) => number !== -1),
    ...NUMBERS_OF_A_TOKEN,
    [63178, 'MIGRATION_NOT_READY'],
    [-1, 'MIGRATION_NOT_READY'],
    [40032, 'WECHAT_APP_REFUSED'],
  ] as const)('are refused with %i: %s', async (errcode, code) => {
    await expect(change({ ...ANSWER, errcode }).changed).rejects.toThrow(
      refused(`${code}: /cgi-bin/changeopenid: WeChat says ${errcode}`),
    )
  })

  it('are WECHAT_BUSY where one of them is not in the answer', async () => {
    await expect(change({ result_list: [OK] }).changed).rejects.toThrow(
      refused('WECHAT_BUSY: /cgi-bin/changeopenid: an openid is not in the answer'),
    )
  })

  it.each([
    ...JUNK_ANSWERS,
    { result_list: {} },
    { result_list: [{ ...OK, ori_openid: 7 }] },
    { result_list: [{ ...OK, new_openid: '' }] },
    { result_list: [{ ...OK, new_openid: 7 }] },
    { result_list: [{ ...OK, new_openid: undefined }] },
    { result_list: [{ ...OK, err_msg: undefined }] },
    { result_list: [{ ...OK, err_msg: 0 }] },
  ])('are WECHAT_BUSY where the answer is %j', async (answer) => {
    await expect(change(answer, [OLD]).changed).rejects.toThrow(
      refused('WECHAT_BUSY: /cgi-bin/changeopenid: the answer is no list of openids'),
    )
  })
})
