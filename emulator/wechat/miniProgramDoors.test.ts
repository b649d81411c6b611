import { describe, expect, it } from 'vitest'
import { REFUSALS } from './errors.ts'
import { loginStateSignature } from './login/signature.ts'
import { openWeChat } from './testing.ts'

/**
 * Every door of mini-programs under every circumstance. A cell is the errcode, 0 for an answer; a text says why there
 * is nothing to try. Sources: the error table of each API's page (developers.weixin.qq.com, 2026-11), the global return
 * codes, and for 40163 community report 000e4a9bb844385d37ec5bcea51800. Cells marked A are assumptions.
 */

type WeChat = ReturnType<typeof openWeChat>
type Cell = number | string

/** What is asked: alice has opened the shop, which is bound, unless a circumstance says otherwise. */
interface Asked {
  /** Whose code, signature or data it is. */
  readonly person: string
  /** Where it was made. */
  readonly madeIn: string
  /** Which app's server asks, and whose openid it names. */
  readonly askedBy: string
  readonly openidOf: string
}

interface Door {
  readonly path: string
  /** Prepares on the phone; answers how to ask. */
  readonly prepare: (weChat: WeChat, asked: Asked) => () => Readonly<Record<string, unknown>>
}

const openid = (weChat: WeChat, { openidOf, askedBy }: Asked) => weChat.world.caller(openidOf, askedBy).openid

const exchange = (weChat: WeChat, alias: string, code: unknown) =>
  weChat.ask('/sns/jscode2session', {
    query: { ...weChat.credentials(alias), js_code: String(code), grant_type: 'authorization_code' },
  })

const byKey = (path: string): Door => ({
  path,
  prepare: (weChat, asked) => {
    const { code } = weChat.client(asked.person, asked.madeIn, 'login')
    const signature = loginStateSignature(String(exchange(weChat, asked.madeIn, code)['session_key']))
    return () =>
      weChat.ask(path, {
        query: {
          access_token: weChat.token(asked.askedBy),
          openid: openid(weChat, asked),
          signature,
          sig_method: 'hmac_sha256',
        },
      })
  },
})

const byCloudId = (api: string): Door => ({
  path: '/wxa/getopendata',
  prepare: (weChat, asked) => {
    weChat.client(asked.person, asked.madeIn, 'login')
    const { cloudID } = weChat.client(asked.person, asked.madeIn, api)
    return () => {
      const query = { access_token: weChat.token(asked.askedBy), openid: openid(weChat, asked) }
      const answer = weChat.ask('/wxa/getopendata', { query, body: { cloudid_list: [cloudID] } })
      if (answer['errcode'] !== 0) return answer
      const [datum]: { readonly json: string }[] = JSON.parse(JSON.stringify(answer['data_list']))
      return { errcode: 0, ...JSON.parse(datum?.json ?? '{}') }
    }
  },
})

const doors = {
  'sns/jscode2session': {
    path: '/sns/jscode2session',
    prepare: (weChat, { person, madeIn, askedBy }) => {
      const { code } = weChat.client(person, madeIn, 'login')
      return () => exchange(weChat, askedBy, code)
    },
  },
  'wxa/checksession': byKey('/wxa/checksession'),
  'wxa/resetusersessionkey': byKey('/wxa/resetusersessionkey'),
  'wxa/getopendata, a profile': byCloudId('getUserInfo'),
  'wxa/getopendata, a phone number': byCloudId('getPhoneNumber'),
  'wxa/business/getuserphonenumber': {
    path: '/wxa/business/getuserphonenumber',
    prepare: (weChat, asked) => {
      const { code } = weChat.client(asked.person, asked.madeIn, 'getPhoneNumber')
      return () =>
        weChat.ask('/wxa/business/getuserphonenumber', {
          query: { access_token: weChat.token(asked.askedBy) },
          body: { code, openid: openid(weChat, asked) },
        })
    },
  },
} satisfies Record<string, Door>

const RIGHT: Asked = { person: 'alice', madeIn: 'shop', askedBy: 'shop', openidOf: 'alice' }
const errcode = (answer: Readonly<Record<string, unknown>>): unknown =>
  answer['errcode'] || answer['errCode'] || 0

/** Asks once more `after` something has happened. */
const twice = (door: Door, between: (weChat: WeChat) => void): unknown => {
  const weChat = openWeChat()
  const ask = door.prepare(weChat, RIGHT)
  ask()
  between(weChat)
  return errcode(ask())
}

const circumstances: Readonly<Record<string, (door: Door) => unknown>> = {
  right: (door) => errcode(door.prepare(openWeChat(), RIGHT)()),
  'wrong person': (door) => errcode(door.prepare(openWeChat(), { ...RIGHT, openidOf: 'bob' })()),
  'wrong app': (door) => errcode(door.prepare(openWeChat(), { ...RIGHT, askedBy: 'club' })()),
  reused: (door) => twice(door, () => {}),
  late: (door) => {
    const weChat = openWeChat()
    const ask = door.prepare(weChat, RIGHT)
    weChat.clock.advance(door.path.includes('session') && door.path.startsWith('/wxa') ? '3d' : '5m1s')
    return errcode(ask())
  },
  unbound: (door) => {
    const answer = door.prepare(openWeChat(), { ...RIGHT, madeIn: 'lab', askedBy: 'lab' })()
    expect(JSON.stringify(answer)).not.toMatch(/union_?id/i)
    return errcode(answer)
  },
  busy: (door) => {
    const weChat = openWeChat(undefined, {
      refuse: (path) => (path === door.path && busy ? REFUSALS.busy() : undefined),
    })
    let busy = false
    const ask = door.prepare(weChat, RIGHT)
    busy = true
    const refused = errcode(ask())
    busy = false
    // Nothing was used up.
    expect(errcode(ask())).toBe(0)
    return refused
  },
}

const TABLE: Readonly<Record<keyof typeof doors, Readonly<Record<string, Cell>>>> = {
  'sns/jscode2session': {
    right: 0,
    'wrong person': 'the request names nobody: the code says who it is',
    'wrong app': 40029,
    reused: 40163,
    late: 40029,
    unbound: 0,
    busy: -1,
  },
  'wxa/checksession': {
    right: 0,
    'wrong person': 87009,
    'wrong app': 87009,
    reused: 0,
    // Three days: A.
    late: 87009,
    unbound: 0,
    busy: -1,
  },
  'wxa/resetusersessionkey': {
    right: 0,
    'wrong person': 87009,
    'wrong app': 87009,
    // The first reset has replaced the key that signs.
    reused: 87009,
    late: 87009,
    unbound: 0,
    busy: -1,
  },
  'wxa/getopendata, a profile': {
    right: 0,
    'wrong person': -601007,
    // A: it is not told apart from a wrong person, who has another openid in every app.
    'wrong app': -601007,
    // A: good as often as wanted for five minutes.
    reused: 0,
    late: -601006,
    unbound: 0,
    busy: -1,
  },
  'wxa/getopendata, a phone number': {
    right: 0,
    'wrong person': -601007,
    'wrong app': -601007,
    reused: 0,
    late: -601006,
    unbound: 0,
    busy: -1,
  },
  'wxa/business/getuserphonenumber': {
    right: 0,
    // A: that they must belong together is documented, the number is not.
    'wrong person': 40029,
    'wrong app': 40013,
    reused: 40029,
    late: 40029,
    unbound: 0,
    busy: -1,
  },
}

describe.each(Object.entries(doors))('%s', (name, door) => {
  const row = Object.entries(TABLE).find(([key]) => key === name)?.[1] ?? {}

  it('has a cell for every circumstance', () => {
    expect(Object.keys(row)).toEqual(Object.keys(circumstances))
  })

  const cells = Object.entries(row).flatMap(([circumstance, cell]) => {
    const play = circumstances[circumstance]
    return typeof cell === 'number' && play !== undefined ? [{ circumstance, cell, play }] : []
  })
  it.each(cells)('$circumstance: $cell', ({ cell, play }) => {
    expect(play(door)).toBe(cell)
  })
})
