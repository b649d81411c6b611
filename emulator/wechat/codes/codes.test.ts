import { describe, expect, it } from 'vitest'
import { WeChatRefusal } from '../errors.ts'
import { openWeChat } from '../testing.ts'
import type { CodeKind } from './index.ts'

const shop = 'wx0000000000000001'

const redeemed = (
  weChat: ReturnType<typeof openWeChat>,
  kinds: readonly CodeKind[],
  appid: string,
  code: string,
) => {
  try {
    return weChat.codes.redeem(kinds, appid, code).personId
  } catch (error) {
    if (error instanceof WeChatRefusal) return error.errcode
    throw error
  }
}

describe('a one-time code', () => {
  it('is good once, for its app and its purpose', () => {
    const weChat = openWeChat()
    const code = weChat.codes.issue({ kind: 'login', appid: shop, personId: 'alice' })
    expect(redeemed(weChat, ['login'], 'wx0000000000000002', code)).toBe(40029)
    expect(redeemed(weChat, ['phone'], shop, code)).toBe(40029)
    expect(redeemed(weChat, ['login'], shop, code)).toBe('alice')
    // 40163 is real and not in the mini-program's own error table (community report 000e4a9bb844385d37ec5bcea51800).
    expect(redeemed(weChat, ['login'], shop, code)).toBe(40163)
    expect(redeemed(weChat, ['login'], shop, 'invented')).toBe(40029)
  })

  it.each([
    ['login', '4m59s', '2s'],
    ['phone', '4m59s', '2s'],
    ['oauth', '4m59s', '2s'],
    ['website', '9m59s', '2s'],
    ['mobile', '9m59s', '2s'],
  ] as const)('of kind %s lives %s and not %s longer', (kind, life, longer) => {
    const weChat = openWeChat()
    const [good, late] = [0, 1].map(() => weChat.codes.issue({ kind, appid: shop, personId: 'bob' }))
    weChat.clock.advance(life)
    expect(redeemed(weChat, [kind], shop, good ?? '')).toBe('bob')
    weChat.clock.advance(longer)
    expect(redeemed(weChat, [kind], shop, late ?? '')).toBe(40029)
  })
})
