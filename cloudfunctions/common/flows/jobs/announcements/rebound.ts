import { conflictsBetween } from '../../../store/audit.ts'
import type { KeyDocument } from '../../../store/documents.ts'
import type { Work } from '../work.ts'
import { alertOf } from './alert.ts'
import { appName } from './ofKeys.ts'
import { publish } from './publish.ts'

const HOUR_MS = 3_600_000

const WHAT = 'IDENTITY_HAS_OTHER_UNIONID'

/** One person with another unionid is a riddle; two of one app in an hour, and the app may have been bound anew. */
const PEOPLE = 2

/** The last such conflict of each app among these keys. */
const lastConflicts = (work: Work, keys: readonly KeyDocument[]): ReadonlyMap<string, number> => {
  const last = new Map<string, number>()
  for (const key of keys) {
    if (key.kind !== 'identity' || key.conflict?.reason !== WHAT) continue
    const app = appName(work, key.appid)
    last.set(app, Math.max(last.get(app) ?? 0, key.conflict.at))
  }
  return last
}

const alert = async (work: Work, app: string, at: number): Promise<void> => {
  const hour = String(Math.floor(at / HOUR_MS))
  const { line, event } = alertOf({ code: 'APP_REBOUND?', once: [app, hour], app, at })
  await publish(work, [{ line, told: { event, users: [] } }])
}

/**
 * Says, once per app and hour, that an app seems to belong to another open platform account than the registry says.
 * @param keys whose conflicts have their lines in the audit already; the first of a line's subjects is the user
 */
export const alertOfRebounds = async (work: Work, keys: readonly KeyDocument[]): Promise<void> => {
  for (const [app, at] of lastConflicts(work, keys)) {
    const lines = await conflictsBetween(work.ports.db, { what: WHAT, app }, [at - HOUR_MS, at])
    if (new Set(lines.map(({ subjects: [user] }) => user)).size >= PEOPLE) await alert(work, app, at)
  }
}
