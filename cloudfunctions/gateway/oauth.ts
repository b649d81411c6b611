import type { OAuthCall, Step } from '../common/flows/oauth/call.ts'
import { returnFromWeChat } from '../common/flows/oauth/return.ts'
import { startOAuth } from '../common/flows/oauth/start.ts'
import { OAuthReturnSchema, OAuthStartSchema } from '../common/routes/sessionRequest.ts'
import type { HttpAnswer, HttpCall } from '../common/runtime/http.ts'
import type { Described } from './describe.ts'
import type { Gate } from './gate.ts'
import { open, parameter, query, sessionCallOf } from './gate.ts'

/** One cookie for each journey, so that two tabs do not disturb each other. */
const cookieName = (state: string): string => `oneid-${state.slice(0, 12)}`

/**
 * Lax: it comes back with the browser that WeChat sends back, and with nothing that another site's page does. No script
 * can read it.
 */
const cookie = (address: string, state: string, value: string, maxAgeSeconds: number): string => {
  const { protocol, pathname } = new URL(address)
  const secure = protocol === 'https:' ? '; Secure' : ''
  const path = pathname === '/' ? '/oauth' : `${pathname}/oauth`
  return `${cookieName(state)}=${value}; Path=${path}; Max-Age=${maxAgeSeconds}; HttpOnly; SameSite=Lax${secure}`
}

const answerOf = (address: string, { location, keep, forget }: Step): HttpAnswer => ({
  location,
  cookies: [
    ...(forget === undefined ? [] : [cookie(address, forget, '', 0)]),
    ...(keep === undefined ? [] : [cookie(address, keep.state, keep.sealed, keep.maxAgeSeconds)]),
  ],
})

const oauthCallOf = (gate: Gate, call: HttpCall): OAuthCall => ({
  ...sessionCallOf(gate, call),
  address: gate.address(),
  note: call.note,
})

/** Sign-in by a web page: in WeChat for official accounts, by QR code for websites. */
export const oauthEndpoints = (gate: Gate): readonly Described[] => [
  open(gate, {
    method: 'GET',
    path: '/oauth/:app/start',
    summary: 'Send the browser here to sign in; it comes back to `redirect` with a ticket or an error',
    reply: 'redirect',
    client: 'browser',
    ...query(OAuthStartSchema, async (wanted, asked) =>
      answerOf(
        gate.address(),
        await startOAuth(oauthCallOf(gate, asked.call), parameter(asked, 'app'), wanted),
      ),
    ),
  }),
  open(gate, {
    method: 'GET',
    path: '/oauth/:app/return',
    summary: 'WeChat sends the browser back here',
    reply: 'redirect',
    client: 'browser',
    ...query(OAuthReturnSchema, async ({ state, code }, asked) => {
      const sealed = asked.call.cookie(cookieName(state))
      const returned = { app: parameter(asked, 'app'), state, code, sealed }
      return answerOf(gate.address(), await returnFromWeChat(oauthCallOf(gate, asked.call), returned))
    }),
  }),
]
