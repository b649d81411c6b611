import { createHmac } from 'node:crypto'
import type { Story } from '../stories/story.ts'

export type Answer = Readonly<Record<string, unknown>>
type Query = Readonly<Record<string, string>>

/** The doors of the simulated WeChat, asked in the right way but for what the caller changes. */
export const askingAs = (story: Story, person: string) => {
  const raw = async (path: string, init: RequestInit = {}): Promise<Answer> => {
    const reply = await fetch(`${story.world.url}/wechat/api.weixin.qq.com${path}`, init)
    return Object(await reply.json())
  }
  const code2Session = async (more: Query = {}): Promise<Answer> => {
    const { code } = await story.phone('login', {}, person)
    const query = { ...story.credentials('shop'), js_code: String(code), grant_type: 'authorization_code' }
    return story.ask('/sns/jscode2session', { ...query, ...more })
  }
  const token = (more: Query) =>
    story.ask('/cgi-bin/token', { grant_type: 'client_credential', ...story.credentials('shop'), ...more })
  const forced = () =>
    story.ask(
      '/cgi-bin/stable_token',
      {},
      { grant_type: 'client_credential', ...story.credentials('club'), force_refresh: true },
    )
  const paid = async (more: Query = {}, app = 'shop') =>
    story.ask('/wxa/getpaidunionid', {
      access_token: await story.token(app),
      openid: await story.openidOf(person, app),
      transaction_id: '4200000000',
      ...more,
    })
  const session = async (path: string, more: Query = {}) => {
    const { openid, session_key: key } = await story.login(person)
    return story.ask(path, {
      access_token: await story.token('shop'),
      openid: String(openid),
      signature: createHmac('sha256', String(key)).update('').digest('hex'),
      sig_method: 'hmac_sha256',
      ...more,
    })
  }
  const openData = async (more: Query) =>
    story.ask('/wxa/getopendata', { access_token: await story.token('shop'), ...more }, { cloudid_list: [] })
  const phoneNumber = async (app: string, code: unknown) =>
    story.ask('/wxa/business/getuserphonenumber', { access_token: await story.token(app) }, { code })
  const mobile = async () => {
    const { code } = await story.change('/mobile-logins', { person, app: 'phone' })
    const query = { ...story.credentials('phone'), code: String(code), grant_type: 'authorization_code' }
    return story.ask('/sns/oauth2/access_token', query)
  }
  const refresh = (more: Query) =>
    story.ask('/sns/oauth2/refresh_token', {
      appid: story.credentials('phone').appid,
      grant_type: 'refresh_token',
      ...more,
    })
  const batch = async (body: unknown) =>
    story.ask('/cgi-bin/user/info/batchget', { access_token: await story.token('news') }, body)
  const busy = async (at: string, ask: () => Promise<Answer>, effect = 'busy') => {
    await story.faults({ at, effect })
    return ask()
  }

  /** What a function gets of a CloudID that somebody else, or nobody, or nobody any more, has a right to. */
  const cloudId = async (make: (id: string) => Promise<string> | string, who = person) => {
    await story.phone('login', {}, person)
    const { cloudID } = await story.phone('getPhoneNumber', {}, person)
    return story.call('echo', { field: { __cloudId: await make(String(cloudID)) } }, who)
  }
  const sdk = async (api: string) => {
    const { rejected } = await story.call('sdk', { path: ['openapi', ...api.split('.')], params: {} })
    return Object(rejected)
  }
  /** From `club`, into the environment that `shop` shares. */
  const shared = async (path: string, more: Query = {}) => {
    const init = {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-person': person,
        'x-app': 'club',
        'x-resource-app': 'shop',
        ...more,
      },
      body: JSON.stringify({ name: 'echo', data: {} }),
    }
    return Object(await (await fetch(`${story.world.url}/__cloud/${path}`, init)).json())
  }
  const page = async () => {
    const { appid } = story.credentials('news')
    const query = {
      appid,
      redirect_uri: 'https://evil.example.com',
      response_type: 'code',
      scope: 'snsapi_base',
    }
    const { origin } = new URL(story.world.http('any'))
    const address = `${origin}/wechat/open.weixin.qq.com/connect/oauth2/authorize?${new URLSearchParams(query)}`
    const [number] = /10003/.exec(await (await fetch(address)).text()) ?? []
    return { number: Number(number) }
  }

  return {
    story,
    person,
    busy,
    session,
    code2Session,
    paid,
    token,
    openData,
    forced,
    phoneNumber,
    mobile,
    refresh,
    batch,
    raw,
    cloudId,
    sdk,
    shared,
    page,
  }
}

export type Asking = ReturnType<typeof askingAs>
/** Number → where it is met, and how. */
export type Reached = readonly (readonly [number, string, (a: Asking) => Promise<Answer>])[]
