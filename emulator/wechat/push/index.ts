import { UserError } from '../../userError.ts'
import type { PushTarget, WorldApp } from '../definition.ts'
import type { NextFault } from '../delivery.ts'
import type { WeChatParts } from '../door.ts'
import type { AttemptOutcome } from './attempt.ts'
import { attempt } from './attempt.ts'
import type { AuthorisationEvent } from './events.ts'
import { authorisationEvent, REVOKE_INFO } from './events.ts'
import { PUSH_LIMITS } from './limits.ts'
import type { Deliver, Envelope, PushFields } from './request.ts'
import { eventRequest, verificationRequest } from './request.ts'

/** What became of one event. */
export interface PushRecord {
  readonly appid: string
  readonly event: PushFields
  /** World time and outcome of every attempt, oldest first. */
  readonly attempts: readonly { readonly at: number; readonly outcome: AttemptOutcome }[]
}

export interface Push {
  /** Without a transport, and for an app without a push target, events go nowhere. */
  readonly connect: (deliver: Deliver, nextFault?: NextFault) => void
  /** Sends an event now, and again up to three times until it is answered. */
  readonly send: (app: WorldApp, event: PushFields) => void
  /** Tells an app that somebody's data or authorisation has changed. @throws UserError, RangeError */
  readonly authorisation: (
    personId: string,
    app: string,
    event: AuthorisationEvent,
    revokeInfo?: number,
  ) => void
  /** Whether the app's server proves that it knows the token, as when its URL is entered. False for a function. */
  readonly verify: (app: string) => Promise<boolean>
  /** The last 200 events, oldest first. */
  readonly records: () => readonly PushRecord[]
}

const KEPT_RECORDS = 200
const FINAL: readonly AttemptOutcome[] = ['accepted', 'unreadable']

/** Messages and events that WeChat sends to the servers of apps. */
export const createPush = ({ world, now, random, agenda }: WeChatParts): Push => {
  let transport: Deliver | undefined
  let nextFault: NextFault = () => undefined
  let records: PushRecord[] = []

  // Assumption: every attempt has a time and a nonce of its own; who drops repetitions goes by sender and CreateTime.
  const envelope = (): Envelope => ({
    timestamp: String(Math.floor(now() / 1_000)),
    nonce: String(Number.parseInt(random(4), 16)),
    random: random(8),
  })

  const sendOnce = (deliver: Deliver, app: WorldApp, target: PushTarget, event: PushFields) =>
    attempt((signal) => deliver(target, eventRequest(app, target, event, envelope(), signal)), now)

  /**
   * @param tries how many have failed
   * @param delayed this attempt has had its fault
   */
  const tryAt = (
    deliver: Deliver,
    { app, target }: { readonly app: WorldApp; readonly target: PushTarget },
    record: PushRecord,
    tries: number,
    instant: number,
    delayed = false,
  ): void => {
    agenda.at(instant, async () => {
      const fault = delayed ? undefined : nextFault()
      if (fault?.delayMs !== undefined) {
        return tryAt(deliver, { app, target }, record, tries, now() + fault.delayMs, true)
      }
      const made: { readonly at: number; readonly outcome: AttemptOutcome }[] = []
      for (let copy = 0; copy <= (fault?.copies ?? 0); copy++) {
        const at = now()
        const outcome = fault?.lost === true ? 'lost' : await sendOnce(deliver, app, target, record.event)
        made.push({ at, outcome })
      }
      const tried: PushRecord = { ...record, attempts: [...record.attempts, ...made] }
      records = records.map((one) => (one === record ? tried : one))
      const done = made.some(({ outcome }) => FINAL.includes(outcome))
      if (!done && tries + 1 < PUSH_LIMITS.ATTEMPTS) {
        tryAt(deliver, { app, target }, tried, tries + 1, now())
      }
    })
  }

  const send: Push['send'] = (app, event) => {
    const { push: target } = app
    if (target === undefined || transport === undefined) return
    const record: PushRecord = { appid: app.appid, event, attempts: [] }
    records = [...records, record].slice(-KEPT_RECORDS)
    tryAt(transport, { app, target }, record, 0, now())
  }

  return {
    connect: (deliver, next = () => undefined) => {
      transport = deliver
      nextFault = next
    },
    send,
    authorisation: (personId, name, event, revokeInfo) => {
      const app = world.app(name)
      const { id } = world.person(personId)
      const revokes = event === 'user_authorization_revoke'
      if (revokes !== (revokeInfo !== undefined))
        throw new RangeError('a revocation says what is revoked, the others do not')
      if (revokeInfo !== undefined && !REVOKE_INFO[app.kind].includes(revokeInfo)) {
        throw new RangeError(`RevokeInfo of a ${app.kind} is one of ${REVOKE_INFO[app.kind].join(', ')}`)
      }
      send(app, authorisationEvent(app, { id, unionid: world.unionid(app, id) }, now(), event, revokeInfo))
    },
    verify: async (name) => {
      const app = world.app(name)
      const { push: target } = app
      if (target === undefined || transport === undefined) {
        throw new UserError('WORLD_INVALID', `"${app.alias}" has no push target`, 'Give the app a "push".')
      }
      if (target.url === undefined) return false
      const asked = verificationRequest(
        app,
        target,
        envelope(),
        AbortSignal.timeout(PUSH_LIMITS.REPLY_WITHIN_MS),
      )
      const reply = await transport(target, asked).catch(() => undefined)
      return reply?.status === 200 && reply.body === asked.query['echostr']
    },
    records: () => records,
  }
}
