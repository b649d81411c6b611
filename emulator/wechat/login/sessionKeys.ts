import * as v from 'valibot'
import type { Holder } from '../clientApi.ts'
import type { WeChatParts } from '../door.ts'
import { LOGIN_LIMITS } from './limits.ts'

const SessionSchema = v.object({
  /** 16 bytes in base64. */
  key: v.string(),
  issuedAt: v.number(),
  expiresAt: v.number(),
})
type Session = v.InferOutput<typeof SessionSchema>

/** The session_keys: of one person in one mini-program, one value lives at a time (login guide, 2026-11). */
export interface SessionKeys {
  /** Undefined before the first wx.login and when it has run out. Looking prolongs nothing. */
  readonly live: (holder: Holder) => string | undefined
  /** wx.login: the live key, or a new one in its place. */
  readonly refresh: (holder: Holder) => string
  /** The live key, which lives on because it is used; a new one when there is none. */
  readonly use: (holder: Holder) => string
  /** A new key that ends when the old one would have. */
  readonly reset: (holder: Holder) => string
}

export const createSessionKeys = ({ tables, now, random }: WeChatParts): SessionKeys => {
  const sessions = tables.open('sessionKeys', SessionSchema)
  const nameOf = ({ app, person }: Holder): string => `${app.appid} ${person.id}`

  const present = (holder: Holder): Session | undefined => {
    const found = sessions.get(nameOf(holder))
    return found !== undefined && now() < found.expiresAt ? found : undefined
  }
  const put = (holder: Holder, session: Session): string => {
    sessions.put(nameOf(holder), session)
    return session.key
  }
  const made = (): Session => ({
    key: Buffer.from(random(16), 'hex').toString('base64'),
    issuedAt: now(),
    expiresAt: now() + LOGIN_LIMITS.KEY_LIFETIME_MS,
  })
  const prolonged = (session: Session): Session => ({
    ...session,
    expiresAt: Math.max(session.expiresAt, now() + LOGIN_LIMITS.KEY_LIFETIME_MS),
  })

  return {
    live: (holder) => present(holder)?.key,
    refresh: (holder) => {
      const session = present(holder)
      const young = session !== undefined && now() - session.issuedAt < LOGIN_LIMITS.KEY_MIN_REFRESH_MS
      return put(holder, young ? prolonged(session) : made())
    },
    use: (holder) => {
      const session = present(holder)
      return put(holder, session === undefined ? made() : prolonged(session))
    },
    reset: (holder) => {
      const fresh = made()
      return put(holder, { ...fresh, expiresAt: present(holder)?.expiresAt ?? fresh.expiresAt })
    },
  }
}
