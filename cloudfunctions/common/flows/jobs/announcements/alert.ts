import type { Config } from '../../../base/config.ts'
import type { AuditLine } from '../../../store/audit.ts'
import { auditId, writeAudit } from '../../../store/audit.ts'
import type { OneIdEvent } from '../../../store/events.ts'
import type { CloudDatabase } from '../../../store/requests.ts'
import { enqueue, eventId } from '../notifications.ts'

/**
 * What an administrator has to look at. `APP_REBOUND?`: several people of one app showed another unionid within an hour.
 * `PAYMENT_MISMATCH`: a payment does not agree with its order; nothing was granted for it. `PAYMENT_UNKNOWN`: there is no
 * such order. `PAYMENT_WITHOUT_ACCOUNT`: the account of the buyer was deleted before the payment was heard of.
 * `REFUND_FAILED`: WeChat Pay had taken a refund, and could not give the money back.
 */
type AlertCode =
  | 'APP_REBOUND?'
  | 'PAYMENT_MISMATCH'
  | 'PAYMENT_UNKNOWN'
  | 'PAYMENT_WITHOUT_ACCOUNT'
  | 'REFUND_FAILED'

interface Alert {
  readonly code: AlertCode
  /** What makes it one alert, however often it is raised. */
  readonly once: readonly string[]
  /** Alias of the app, or its appid. */
  readonly app: string
  /** Milliseconds since 1970. */
  readonly at: number
  /** What is written down beside the code: the order, the fields that differ. */
  readonly about?: string
}

/** The line of the audit, and the event for business functions. */
export const alertOf = ({
  code,
  once,
  app,
  at,
  about,
}: Alert): {
  readonly line: AuditLine
  readonly event: Extract<OneIdEvent, { type: 'alert' }>
} => ({
  line: {
    _id: auditId('event', 'alert', code, ...once),
    kind: 'event',
    what: 'alert',
    at,
    actor: 'system',
    subjects: [],
    app,
    reason: about === undefined ? code : `${code}: ${about}`,
  },
  event: { type: 'alert', id: eventId('alert', code, ...once), at, code, app },
})

/**
 * Raises it outside of `jobs`, from which functions hear of it; the line comes last, so that whoever was cut off before
 * it raises it again. 2 requests, 1 if no function is to be told.
 */
export const raiseAlert = async (
  db: CloudDatabase,
  config: Pick<Config, 'notify'>,
  alert: Alert,
): Promise<void> => {
  const { line, event } = alertOf(alert)
  await enqueue(db, config, alert.at, event, [])
  await writeAudit(db, line)
}
