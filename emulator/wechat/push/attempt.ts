import { PUSH_LIMITS } from './limits.ts'
import type { PushReply } from './request.ts'

/** How one attempt ended. Only the first two end the matter. */
export type AttemptOutcome =
  /** `success`, nothing, or a message for the person. */
  | 'accepted'
  /** Something else with status 200: not sent again, the person reads that the service has a fault. */
  | 'unreadable'
  /** Another status than 200. */
  | 'refused'
  | 'late'
  | 'unreachable'
  /** Lost on purpose. */
  | 'lost'

const judge = ({ status, body }: PushReply): AttemptOutcome => {
  if (status !== 200) return 'refused'
  const text = body.trim()
  return text === '' || text === 'success' || /^[<{]/.test(text) ? 'accepted' : 'unreadable'
}

/**
 * Sends once and waits for five seconds of the world's time. The world clock may stand still or jump, so it is looked
 * at again and again; real time only protects against a server that never answers in a world that stands still.
 */
export const attempt = async (
  send: (signal: AbortSignal) => Promise<PushReply>,
  now: () => number,
): Promise<AttemptOutcome> => {
  const startedAt = now()
  const realStart = performance.now()
  const isLate = (): boolean => now() - startedAt > PUSH_LIMITS.REPLY_WITHIN_MS
  const patience = new AbortController()
  let look: NodeJS.Timeout | undefined
  const tooLate = new Promise<AttemptOutcome>((resolve) => {
    look = setInterval(() => {
      if (!isLate() && performance.now() - realStart < PUSH_LIMITS.REAL_LIMIT_MS) return
      resolve('late')
      patience.abort()
    }, PUSH_LIMITS.LOOK_EVERY_MS)
  })
  const answered = send(patience.signal).then(
    (reply): AttemptOutcome => (isLate() ? 'late' : judge(reply)),
    (): AttemptOutcome => 'unreachable',
  )
  try {
    return await Promise.race([answered, tooLate])
  } finally {
    clearInterval(look)
  }
}
