import type fc from 'fast-check'

/**
 * Requests of several flows, in an order that a test chooses, each carried out or the end of its flow: before it is
 * sent, or after it was carried out with its reply lost.
 */

/** What happens to a request. */
export type Fate = 'carried out' | 'never sent' | 'reply lost'

/** One call on the way to a request: `collection('users')`, `where({ … })`. */
export interface Step {
  readonly method: string
  readonly args: readonly unknown[]
}

/** @param asked the calls that the request was put together from; the last one sends it */
export type Gate = (request: () => Promise<unknown>, asked?: readonly Step[]) => Promise<unknown>

/** The end of a flow, as if its instance had been killed. */
export class CutOff extends Error {}

/** Methods of the SDK's database objects that send a request. */
const REQUESTS = ['get', 'count', 'add', 'update', 'remove', 'end', 'startTransaction', 'commit', 'rollback']

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null

/** The same object of the SDK, but its requests go through a gate. */
export const gated = <Target extends object>(
  target: Target,
  gate: Gate,
  said: readonly Step[] = [],
): Target =>
  new Proxy(target, {
    get(inner, key) {
      const value: unknown = Reflect.get(inner, key)
      // Commands only describe; they must stay what the SDK recognises.
      if (typeof value !== 'function' || typeof key !== 'string' || key === 'command') return value
      return (...args: unknown[]) => {
        const asked = [...said, { method: key, args }]
        if (REQUESTS.includes(key)) {
          return gate(async () => Reflect.apply(value, inner, args), asked).then((reply) =>
            key === 'startTransaction' && isObject(reply) ? gated(reply, gate, asked) : reply,
          )
        }
        const made: unknown = Reflect.apply(value, inner, args)
        return isObject(made) ? gated(made, gate, asked) : made
      }
    },
  })

/** Lets every request through. */
export const undisturbed: Gate = (request) => request()

const carryOut = async (request: () => Promise<unknown>, fate: Fate): Promise<unknown> => {
  if (fate === 'never sent') throw new CutOff()
  const reply = await request().then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  )
  if (fate === 'reply lost') throw new CutOff()
  if ('error' in reply) throw reply.error
  return reply.value
}

/** A gate through which a flow's requests go when the scheduler says so, each to its fate. */
export const gateOf = (scheduler: fc.Scheduler, fates: readonly Fate[] = []): Gate => {
  let sent = 0
  return async (request) => {
    await scheduler.schedule(Promise.resolve())
    return carryOut(request, fates[sent++] ?? 'carried out')
  }
}

/** A gate that ends its flow at one request; after that nothing of it is sent any more. */
export const cutAt = (
  nth: number,
  fate: Exclude<Fate, 'carried out'>,
): Gate & { readonly sent: () => number } => {
  let sent = 0
  let over = false
  const gate: Gate = (request) => {
    if (over) return Promise.reject(new CutOff())
    over = sent === nth
    sent += 1
    return carryOut(request, over ? fate : 'carried out')
  }
  return Object.assign(gate, { sent: () => sent })
}

/** Lets something happen before the first request that is meant, and every request through. */
export const justBefore = (
  isMeant: (asked: readonly Step[]) => boolean,
  happens: () => Promise<unknown>,
): Gate => {
  let happened = false
  return async (request, asked = []) => {
    if (!happened && isMeant(asked)) {
      happened = true
      await happens()
    }
    return request()
  }
}

/** Lets every request through, and counts. */
export const counting = (): Gate & { readonly sent: () => number } => {
  let sent = 0
  const gate: Gate = (request) => {
    sent += 1
    return request()
  }
  return Object.assign(gate, { sent: () => sent })
}

/** Whether an error is, or was caused by, a cut. */
export const isCut = (error: unknown): boolean =>
  error instanceof CutOff || (error instanceof Error && error.cause !== undefined && isCut(error.cause))
