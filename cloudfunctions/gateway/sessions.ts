import { endAllSessions, endThisSession } from '../common/flows/session/end.ts'
import { refreshSession } from '../common/flows/session/refresh.ts'
import { signInByCode, signInByMobileCode } from '../common/flows/session/signIn.ts'
import { signInByTicket } from '../common/flows/session/ticket.ts'
import {
  MiniProgramSignInSchema,
  MobileSignInSchema,
  RefreshSchema,
  TicketExchangeSchema,
} from '../common/routes/sessionRequest.ts'
import type { HttpCall } from '../common/runtime/http.ts'
import type { Described } from './describe.ts'
import type { Gate } from './gate.ts'
import { json, open, sessionCallOf, withSession } from './gate.ts'

type SignedIn = Awaited<ReturnType<typeof signInByCode>>

const noted = (call: HttpCall, { reply, decision, evidence }: SignedIn) => {
  call.note({ route: evidence.route, userId: reply.userId, decision: decision.kind })
  if ('reason' in decision) call.note({ conflict: decision.reason })
  return { json: reply }
}

/** Sessions of clients that do not call cloud functions. */
export const sessionEndpoints = (gate: Gate): readonly Described[] => [
  open(gate, {
    method: 'POST',
    path: '/sessions/mini-program',
    summary: 'Sign in with a code of wx.login, and open data if there is any',
    reply: 'session',
    ...json(MiniProgramSignInSchema, async (body, { call }) =>
      noted(call, await signInByCode(sessionCallOf(gate, call), body)),
    ),
  }),
  open(gate, {
    method: 'POST',
    path: '/sessions/mobile-app',
    summary: 'Sign in with a code that the WeChat SDK gave a mobile app',
    reply: 'session',
    ...json(MobileSignInSchema, async (body, { call }) =>
      noted(call, await signInByMobileCode(sessionCallOf(gate, call), body)),
    ),
  }),
  open(gate, {
    method: 'POST',
    path: '/sessions/ticket',
    summary: 'Exchange the ticket with which a page came back from /oauth/{app}/start',
    reply: 'session',
    fromPages: true,
    ...json(TicketExchangeSchema, async (body, { call }) => ({
      json: await signInByTicket(sessionCallOf(gate, call), body),
    })),
  }),
  open(gate, {
    method: 'POST',
    path: '/sessions/refresh',
    summary: 'A new access token, and a new refresh token in the place of this one',
    reply: 'refreshed',
    fromPages: true,
    ...json(RefreshSchema, async (body, { call }) => ({
      json: await refreshSession(sessionCallOf(gate, call), body),
    })),
  }),
  open(gate, {
    method: 'POST',
    path: '/sessions/end',
    summary: 'Sign out here',
    reply: 'done',
    fromPages: true,
    ...json(RefreshSchema, async (body, { call }) => ({
      json: await endThisSession(sessionCallOf(gate, call), body),
    })),
  }),
  withSession(gate, {
    method: 'POST',
    path: '/sessions/end-all',
    summary: 'Sign out everywhere',
    reply: 'done',
    fromPages: true,
    answer: async ({ call, who: caller }) => ({
      json: await endAllSessions(sessionCallOf(gate, call), caller),
    }),
  }),
]
