import type { Answer, GatewayWorld } from './gatewayWorld.ts'
import { PAGE, pkce } from './gatewayWorld.ts'

/** A browser of somebody, without a screen: it keeps cookies and goes where it is sent, one step at a time. */
export interface Visitor {
  /** Opens an address of `gateway`, or a path of it, with the cookies of this browser. */
  readonly open: (address: string) => Promise<Answer>
  /** Begins a sign-in: the page of WeChat to which the browser is sent. */
  readonly start: (app: string, more?: Readonly<Record<string, string>>) => Promise<URL>
  /** What somebody does on the page of WeChat: the address to which they are sent back. */
  readonly atWeChat: (page: URL, answer?: 'allow' | 'refuse') => Promise<URL>
  /** From the start to the page that began it, over as many steps as there are. */
  readonly signIn: (app: string, more?: Readonly<Record<string, string>>) => Promise<URL>
  /** Name and value of what this browser keeps; a test may change it. */
  readonly cookies: Map<string, string>
}

/** The local cloud sends browsers to the simulated pages of open.weixin.qq.com. */
const isWeChat = ({ pathname }: URL): boolean => pathname.startsWith('/wechat/open.weixin.qq.com/connect/')

const locationOf = ({ headers, body }: Answer): URL => {
  const location = headers.get('location')
  if (location === null) throw new Error(`sent nowhere: ${JSON.stringify(body)}`)
  return new URL(location)
}

/** How many requests a sign-in may take: two steps at WeChat, with a return each, and the page. */
const STEPS_AT_MOST = 5

export const visitorOf = ({ world, ask }: GatewayWorld, person: string): Visitor => {
  const cookies = new Map<string, string>()
  const gateway = world.http('gateway')

  const keep = (answer: Answer): void => {
    for (const cookie of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? []
      if (/; Max-Age=0;/.test(cookie)) cookies.delete(name)
      else cookies.set(name, value)
    }
  }

  const open: Visitor['open'] = async (address) => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const answer = await ask(address.replace(gateway, ''), cookie === '' ? {} : { headers: { cookie } })
    keep(answer)
    return answer
  }

  const start: Visitor['start'] = async (app, more = {}) => {
    const query = new URLSearchParams({ redirect: PAGE, challenge: pkce().challenge, ...more })
    return locationOf(await open(`/oauth/${app}/start?${query}`))
  }

  const atWeChat: Visitor['atWeChat'] = async (page, answer = 'allow') => {
    const local = new URL(page)
    local.searchParams.set('person', person)
    const asked = await fetch(local, { redirect: 'manual' })
    if (asked.status !== 200) return new URL(asked.headers.get('location') ?? '')
    const answered = await fetch(local, {
      method: 'POST',
      redirect: 'manual',
      body: new URLSearchParams({ answer }),
    })
    const location = answered.headers.get('location')
    if (location === null) throw new Error(await answered.text())
    return new URL(location)
  }

  const signIn: Visitor['signIn'] = async (app, more) => {
    let at = await start(app, more)
    for (let step = 0; step < STEPS_AT_MOST; step++) {
      if (isWeChat(at)) at = await atWeChat(at)
      else if (at.href.startsWith(gateway)) at = locationOf(await open(at.href))
      else return at
    }
    throw new Error(`still on the way: ${at.origin}${at.pathname}`)
  }

  return { open, start, atWeChat, signIn, cookies }
}
