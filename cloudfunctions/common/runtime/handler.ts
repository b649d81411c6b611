import * as v from 'valibot'
import type { Failure } from '../../../miniprogram/services/oneid/contract.ts'
import { ERRORS, OneIdError, retryOf } from '../base/errors.ts'
import { requestsSent } from '../base/requestCount.ts'
import type { Clock, Pause, RandomBytes } from '../base/time.ts'
import { captureContext, openDatabase, pause, secureRandom } from './cloud.ts'
import type { LogFields } from './log.ts'
import { errorFields, logLine } from './log.ts'

/** One invocation, as values: nothing in it changes when the instance serves somebody else. */
export interface Invocation {
  /** What `cloud.getWXContext()` returned in the first statement of the invocation; not narrowed yet. */
  readonly context: unknown
  /** Whatever the client sent. */
  readonly event: unknown
  /** Milliseconds since 1970 at which the call arrived. */
  readonly arrivedAt: number
  /** What flows work with. */
  readonly ports: {
    readonly db: ReturnType<typeof openDatabase>
    readonly random: RandomBytes
    readonly pause: Pause
    readonly clock: Clock
  }
  /** Adds fields to the log line of this call. */
  readonly note: (fields: LogFields) => void
  /** This call found nothing to do: it needs no log line, unless it fails. */
  readonly nothingToDo: () => void
  /** There are very many calls like this one: one in so many writes its line, which says so, and each that fails. */
  readonly everyday: (oneIn: number) => void
}

export type Main<Reply> = (event: unknown, context?: unknown) => Promise<Reply>

const FunctionContextSchema = v.object({ request_id: v.pipe(v.string(), v.minLength(1)) })

const requestIdOf = (functionContext: unknown): string => {
  const parsed = v.safeParse(FunctionContextSchema, functionContext)
  return parsed.success ? parsed.output.request_id : Buffer.from(secureRandom(12)).toString('hex')
}

/** What a client is told about an error: nothing that it cannot use. */
export const failureOf = (error: unknown, requestId: string): Failure => {
  const code = error instanceof OneIdError ? error.code : 'INTERNAL'
  const field = error instanceof OneIdError ? error.field : undefined
  const retry = retryOf(code)
  const failure: Failure = { ok: false, code, message: ERRORS[code].person, requestId }
  return { ...failure, ...(field !== undefined && { field }), ...(retry !== undefined && { retry }) }
}

interface Answering<Reply, Refusal> {
  readonly answer: (invocation: Invocation) => Promise<Reply>
  readonly refusal: (error: unknown, requestId: string, invocation: Invocation) => Refusal | Promise<Refusal>
  readonly clock: Clock
}

/** Makes `exports.main` of any kind: one log line per call, and a refusal where `answer` throws. */
export const define = <Reply, Refusal>(
  name: string,
  { answer, refusal, clock }: Answering<Reply, Refusal>,
): Main<Reply | Refusal> => {
  const run = async (
    context: unknown,
    event: unknown,
    functionContext: unknown,
  ): Promise<Reply | Refusal> => {
    const arrivedAt = clock()
    const requestId = requestIdOf(functionContext)
    let noted: LogFields = {}
    let silent = false
    const note = (fields: LogFields): void => {
      noted = { ...noted, ...fields }
    }
    const db = openDatabase()
    const sentBefore = requestsSent(db)
    const line = (): LogFields => ({
      ...{ function: name, requestId, ...noted },
      ...{ requests: requestsSent(db) - sentBefore, ms: clock() - arrivedAt },
    })
    const invocation: Invocation = {
      context,
      event,
      arrivedAt,
      ports: { db, random: secureRandom, pause, clock },
      note,
      nothingToDo: () => {
        silent = true
      },
      everyday: (oneIn) => {
        if (oneIn === 1) return
        note({ oneIn })
        silent = !isChosen(oneIn)
      },
    }
    try {
      const reply = await answer(invocation)
      if (!silent) console.log(logLine(line()))
      return reply
    } catch (error) {
      console.error(logLine({ ...line(), ...errorFields(error) }))
      return refusal(error, requestId, invocation)
    }
  }
  return (event, functionContext) => run(captureContext(), event, functionContext)
}

/** Chance chooses, so that the share is the same in every instance. */
const isChosen = (oneIn: number): boolean => Buffer.from(secureRandom(4)).readUInt32BE() % oneIn === 0

export const now: Clock = () => Date.now()

/**
 * Makes `exports.main` of a function: captures the context, calls `answer`, turns what it throws into a
 * {@link Failure} and writes one log line. A refusal is an answer, not an exception, because CloudBase sends the
 * stack of an exception to the client.
 */
export const defineMain = <Reply>(
  name: string,
  answer: (invocation: Invocation) => Promise<Reply>,
  clock: Clock = now,
): Main<Reply | Failure> => define(name, { answer, refusal: failureOf, clock })

/**
 * What WeChat Pay has to hear: cloud payment wants the number 0 in `errcode`, the newer integration `SUCCESS` in
 * `code`; every other answer means that the notice comes again (paymentCallback reference, and
 * docs.cloudbase.net/integration/wechat-pay-miniprogram, 2026-11).
 */
export interface NoticeReply {
  readonly errcode: 0 | 1
  readonly errmsg: string
  readonly code: 'SUCCESS' | 'FAIL'
  readonly message: string
}

const TAKEN: NoticeReply = { errcode: 0, errmsg: 'ok', code: 'SUCCESS', message: '成功' }

const notTaken = (error: unknown): NoticeReply => ({
  errcode: 1,
  errmsg: error instanceof OneIdError ? error.code : 'INTERNAL',
  code: 'FAIL',
  message: '失败',
})

/** Makes `exports.main` of a function that WeChat Pay calls: taken when `take` resolves, and not before. */
export const definePaymentCallback = (
  name: string,
  take: (invocation: Invocation) => Promise<void>,
  clock: Clock = now,
): Main<NoticeReply> =>
  define(name, {
    answer: async (invocation) => {
      await take(invocation)
      return TAKEN
    },
    refusal: notTaken,
    clock,
  })
