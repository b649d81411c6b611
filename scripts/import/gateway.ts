import * as v from 'valibot'
import { UserError } from '../../emulator/userError.ts'
import { refusalOf } from './refusal.ts'
import type { Surroundings } from './surroundings.ts'
import type { Target } from './target.ts'

type Schema = v.BaseSchema<unknown, unknown, v.BaseIssue<unknown>>

/** Calls of the HTTP door, which are made again where that is harmless and may help. */
export interface Gateway {
  readonly post: <S extends Schema>(path: string, body: object, reply: S) => Promise<v.InferOutput<S>>
  readonly get: <S extends Schema>(path: string, reply: S) => Promise<v.InferOutput<S>>
  /** The same; undefined where there is no such work. */
  readonly find: <S extends Schema>(path: string, reply: S) => Promise<v.InferOutput<S> | undefined>
}

/** Waits between attempts double: a minute until the last one. */
const FIRST_WAIT_MS = 250
const RETRIES = 8

/** No function runs longer than a minute (docs.cloudbase.net, cloud functions, 2026-11). */
const ANSWER_WITHIN_MS = 75_000

/** Retry-After of an answer that does not say it, and the longest that is believed. */
const WAIT_MS = 1_000
const LONGEST_WAIT_MS = 120_000

const retryAfter = (reply: Response): number => {
  const seconds = Number(reply.headers.get('retry-after') ?? '')
  return seconds > 0 ? Math.min(seconds * 1_000, LONGEST_WAIT_MS) : WAIT_MS
}

const readBody = async (reply: Response): Promise<unknown> => {
  const text = await reply.text()
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const whyOf = (error: unknown): string => {
  const cause = error instanceof Error ? error.cause : undefined
  const { code } = v.is(v.looseObject({ code: v.string() }), cause) ? cause : { code: undefined }
  return code ?? (cause instanceof Error ? cause.message : error instanceof Error ? error.name : 'no answer')
}

type Attempt =
  | { readonly body: unknown }
  | { readonly missing: UserError }
  | { readonly failed: UserError; readonly waitMs?: number }

/**
 * @throws UserError OPTION_INVALID with code, cause and remedy of the catalogue: at once where another attempt changes
 * nothing, else when eight of them have failed
 */
export const connect = (
  { address, key, isLocal }: Target,
  { fetch, pause, stop }: Pick<Surroundings, 'fetch' | 'pause' | 'stop'>,
): Gateway => {
  const unreachable = (why: string): UserError =>
    new UserError(
      'OPTION_INVALID',
      `nobody answers at ${address} (${why})`,
      isLocal ? 'npm start' : 'Check the address and the network, then start the same command again.',
    )

  const attempt = async (path: string, init: RequestInit): Promise<Attempt> => {
    const headers = { authorization: `Bearer ${key.reveal()}`, 'content-type': 'application/json' }
    try {
      const signal = AbortSignal.timeout(ANSWER_WITHIN_MS)
      const reply = await fetch(`${address}${path}`, { ...init, headers, redirect: 'error', signal })
      const body = await readBody(reply)
      if (reply.ok) return { body }
      const { code, error } = refusalOf(reply.status, body)
      if (code === 'WORK_NOT_FOUND') return { missing: error }
      if (reply.status === 429) return { failed: error, waitMs: retryAfter(reply) }
      if (reply.status < 500 || code === 'INTERNAL') throw error
      return { failed: error }
    } catch (error) {
      if (error instanceof UserError) throw error
      const why = whyOf(error)
      if (/redirect/.test(why)) throw unreachable('it sends us on to another address')
      return { failed: unreachable(why) }
    }
  }

  const ask = async (path: string, init: RequestInit): Promise<Exclude<Attempt, { failed: UserError }>> => {
    for (let failures = 0; ; ) {
      const result = await attempt(path, init)
      if (!('failed' in result)) return result
      if (result.waitMs === undefined) failures += 1
      if (failures > RETRIES || stop.aborted) throw result.failed
      await pause(result.waitMs ?? FIRST_WAIT_MS * 2 ** (failures - 1))
    }
  }

  const read = <S extends Schema>(schema: S, answer: Awaited<ReturnType<typeof ask>>): v.InferOutput<S> => {
    if ('missing' in answer) throw answer.missing
    const parsed = v.safeParse(schema, answer.body)
    if (parsed.success) return parsed.output
    throw new UserError(
      'OPTION_INVALID',
      `what answers at ${address} is no gateway of this version`,
      'Is that the address of gateway? --url <address>',
    )
  }

  return {
    post: async (path, body, reply) =>
      read(reply, await ask(path, { method: 'POST', body: JSON.stringify(body) })),
    get: async (path, reply) => read(reply, await ask(path, { method: 'GET' })),
    find: async (path, reply) => {
      const answer = await ask(path, { method: 'GET' })
      return 'missing' in answer ? undefined : read(reply, answer)
    },
  }
}

/**
 * Asks once whether anybody is there, without the key.
 * @throws UserError OPTION_INVALID
 */
export const requireGateway = async (
  { address, isLocal }: Target,
  { fetch }: Pick<Surroundings, 'fetch'>,
): Promise<void> => {
  const signal = AbortSignal.timeout(ANSWER_WITHIN_MS)
  const reply = await fetch(`${address}/health`, { redirect: 'error', signal }).catch((error: unknown) => {
    const fix = isLocal ? 'npm start' : 'Check the address and the network: --url <address>'
    throw new UserError('OPTION_INVALID', `nobody answers at ${address} (${whyOf(error)})`, fix)
  })
  await reply.body?.cancel()
}
