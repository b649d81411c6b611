import { accountOverHttp } from '../common/flows/account/overHttp.ts'
import { AccountRequestSchema } from '../common/routes/accountRequest.ts'
import { readEvent } from '../common/routes/readEvent.ts'
import type { HttpCall } from '../common/runtime/http.ts'
import { PAID_CALL } from '../common/runtime/rateLimit.ts'
import type { Described } from './describe.ts'
import type { Gate } from './gate.ts'
import { json, sessionCallOf, withSession } from './gate.ts'

/** A phone number is a paid call; a body that is none of ours is refused later. */
const asksForPhone = async (call: HttpCall): Promise<boolean> => {
  try {
    return readEvent(AccountRequestSchema, JSON.parse(await call.text())).action === 'phone'
  } catch {
    return false
  }
}

/** What people do with their own account: the same actions as those of the function `account`. */
export const accountEndpoints = (gate: Gate): readonly Described[] => [
  withSession(gate, {
    method: 'POST',
    path: '/account',
    summary: 'See, change, take along and delete what is held about oneself',
    reply: 'account',
    fromPages: true,
    cost: async (call) => ((await asksForPhone(call)) ? PAID_CALL : 1),
    ...json(AccountRequestSchema, async (request, { call, who: caller }) => {
      call.note({ action: request.action })
      return { json: await accountOverHttp(sessionCallOf(gate, call), caller, request) }
    }),
  }),
]
