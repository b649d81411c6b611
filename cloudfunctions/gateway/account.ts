import { accountOverHttp } from '../common/flows/account/overHttp.ts'
import { AccountRequestSchema } from '../common/routes/accountRequest.ts'
import { PAID_CALL } from '../common/runtime/rateLimit.ts'
import type { Described } from './describe.ts'
import type { Gate } from './gate.ts'
import { json, sessionCallOf, withSession } from './gate.ts'

/** What people do with their own account: the same actions as those of the function `account`. */
export const accountEndpoints = (gate: Gate): readonly Described[] => [
  withSession(gate, {
    method: 'POST',
    path: '/account',
    summary: 'See, change, take along and delete what is held about oneself',
    reply: 'account',
    fromPages: true,
    ...json(AccountRequestSchema, async (request, { call, who: { caller, name } }) => {
      call.note({ action: request.action })
      if (request.action === 'phone') gate.limiter.person(name, 'phone', call.arrivedAt, PAID_CALL)
      return { json: await accountOverHttp(sessionCallOf(gate, call), caller, request) }
    }),
  }),
]
