import * as v from 'valibot'
import type { ClientApi } from '../clientApi.ts'
import { ClientFailure } from '../clientApi.ts'
import type { Codes } from '../codes/index.ts'
import type { ApiDoor, WeChatParts } from '../door.ts'
import type { Tokens } from '../token/index.ts'
import { createCode2Session } from './code2Session.ts'
import { SESSION_EXPIRED } from './errors.ts'
import { createSessionDoors } from './sessionDoors.ts'
import type { SessionKeys } from './sessionKeys.ts'
import { createSessionKeys } from './sessionKeys.ts'

const RiskSchema = v.object({ personId: v.string() })

/** Login of mini-programs. */
export interface Login {
  readonly doors: readonly ApiDoor[]
  readonly clientApis: readonly ClientApi[]
  readonly keys: SessionKeys
  /** Whether WeChat takes somebody for a risky user and stops his logins (40226). */
  readonly setHighRisk: (personId: string, risky: boolean) => void
}

export const createLogin = (parts: WeChatParts, codes: Codes, tokens: Tokens): Login => {
  const { world, tables } = parts
  const keys = createSessionKeys(parts)
  const risky = tables.open('highRiskPeople', RiskSchema)

  return {
    keys,
    setHighRisk: (id, on) => {
      const personId = world.person(id).id
      if (on) risky.put(personId, { personId })
      else risky.remove(personId)
    },
    doors: [
      ...createCode2Session(parts, codes, keys, (personId) => risky.get(personId) !== undefined),
      ...createSessionDoors(parts, tokens, keys),
    ],
    clientApis: [
      {
        name: 'login',
        answer: (holder) => {
          // The key changes here, not at the exchange: data made after it no longer opens with the one a server holds.
          keys.refresh(holder)
          return { code: codes.issue({ kind: 'login', appid: holder.app.appid, personId: holder.person.id }) }
        },
      },
      {
        name: 'checkSession',
        answer: (holder) => {
          if (keys.live(holder) === undefined) throw new ClientFailure(SESSION_EXPIRED)
          return {}
        },
      },
    ],
  }
}
