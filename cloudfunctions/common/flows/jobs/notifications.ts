import type { Config } from '../../base/config.ts'
import type { UserId } from '../../base/ids.ts'
import { documentId } from '../../store/documentIds.ts'
import type { OneIdEvent } from '../../store/events.ts'
import type { JobOf } from '../../store/jobs.ts'
import { addJobs, jobId, NEW_JOB } from '../../store/jobs.ts'
import type { CloudDatabase } from '../../store/requests.ts'

const TIME_DIGITS = 15
const COUNTER_DIGITS = 6

/** How many notifications this instance has made: several of one millisecond keep their order. */
let made = 0

const nextPlace = (now: number): string => {
  made = (made + 1) % 10 ** COUNTER_DIGITS
  return `${String(now).padStart(TIME_DIGITS, '0')}-${String(made).padStart(COUNTER_DIGITS, '0')}`
}

/** `ev-…`: what happened once has one id, however often it is told. */
export const eventId = (type: OneIdEvent['type'], ...parts: readonly string[]): string =>
  documentId('ev', [type, ...parts])

/**
 * One job per function that is to be told, each later in place than all that this instance made before.
 * @param now milliseconds since 1970
 * @param users whose events must arrive in order, this one among them
 */
export const notificationsOf = (
  { notify }: Pick<Config, 'notify'>,
  now: number,
  event: OneIdEvent,
  users: readonly UserId[],
): readonly JobOf<'notify'>[] =>
  notify.map((name) => ({
    ...NEW_JOB,
    _id: jobId('notify', event.id, name),
    kind: 'notify',
    event,
    function: name,
    place: nextPlace(now),
    due: now,
    users: [...users],
  }))

/** One request, and none if no function is to be told: an event that waits already is not added again. */
export const enqueue = (
  db: CloudDatabase,
  config: Pick<Config, 'notify'>,
  now: number,
  event: OneIdEvent,
  users: readonly UserId[],
): Promise<void> => addJobs(db, notificationsOf(config, now, event, users))
