import type { CallMessage } from './instance/messages.ts'
import type { Instance, Outcome } from './instance.ts'

export interface PooledOutcome {
  readonly outcome: Outcome
  /** A new instance was started for this call. */
  readonly cold: boolean
}

/** An instance with the key that names it. */
export interface PooledInstance {
  readonly key: string
  readonly instance: Instance
}

export interface PoolOptions {
  readonly name: string
  /** Starts an instance with the code as it is now. Never rejects. */
  readonly start: () => Promise<PooledInstance>
  /** Instances at one time; more calls wait. */
  readonly usual: number
  /** Instances at one time while every one of them waits for a function that it called. */
  readonly most: number
  /** Idle instances end when nobody called for so long. */
  readonly idleMs: number
  /** A second idle instance is started when nobody called for so long; undefined for none. */
  readonly spareAfterMs: number | undefined
  /** Runs something after real time, without keeping the process alive; answers how to call it off. */
  readonly later: (ms: number, run: () => void) => () => void
}

export interface PoolCall {
  readonly message: (instance: PooledInstance) => CallMessage
  readonly timeoutSeconds: number | undefined
  /** The function is already among those that wait for this call: it is refused rather than left to wait for itself. */
  readonly recursive: boolean
}

/** The instances of one function. Calls are served in the order in which they came, one at a time per instance. */
export interface Pool {
  readonly run: (call: PoolCall) => Promise<PooledOutcome>
  /** The call that an instance serves begins to wait for a function that it called; answers how to say that it is over. */
  readonly waits: (key: string) => () => void
  /** The code has changed: calls in flight end where they are, new ones get new instances. */
  readonly retire: () => void
  readonly end: () => Promise<void>
}

interface Member {
  readonly started: Promise<PooledInstance>
  pooled?: PooledInstance
  busy: boolean
  /** Functions that its call has called and waits for. */
  waitsFor: number
}

interface Queued {
  readonly recursive: boolean
  readonly give: (member: Taken | undefined) => void
}

interface Taken {
  readonly member: Member
  readonly cold: boolean
}

export const createPool = (options: PoolOptions): Pool => {
  const { name, start, usual, most, idleMs, spareAfterMs, later } = options
  const members = new Set<Member>()
  /** Busy ones of the code before. */
  const leaving = new Set<Member>()
  const queue: Queued[] = []
  let ended = false
  let callOff: readonly (() => void)[] = []

  const add = (busy: boolean): Member => {
    const member: Member = { started: start(), busy, waitsFor: 0 }
    void member.started.then((pooled) => {
      member.pooled = pooled
    })
    members.add(member)
    return member
  }
  const dismiss = async (member: Member): Promise<void> => {
    members.delete(member)
    leaving.delete(member)
    await (await member.started).instance.end()
  }
  const isDead = ({ pooled }: Member): boolean => pooled !== undefined && !pooled.instance.alive()
  const idle = (): Member[] => [...members].filter((member) => !member.busy)
  const allWait = (): boolean => [...members].every(({ waitsFor }) => waitsFor > 0)

  /** An idle member, the one that was used last first, or a new one if there is room. */
  const take = (): Taken | undefined => {
    for (const member of idle().filter(isDead)) members.delete(member)
    const free = idle().at(-1)
    if (free !== undefined) {
      free.busy = true
      return { member: free, cold: false }
    }
    const room = members.size < usual || (members.size < most && allWait())
    return room ? { member: add(true), cold: true } : undefined
  }

  const serveQueue = (): void => {
    if (ended) for (const left of queue.splice(0)) left.give(undefined)
    while (queue.length > 0) {
      const taken = take()
      if (taken === undefined) break
      queue.shift()?.give(taken)
    }
    if (members.size < most || !allWait()) return
    for (const refused of queue.filter(({ recursive }) => recursive)) {
      queue.splice(queue.indexOf(refused), 1)
      refused.give(undefined)
    }
  }

  /** Called whenever a call has ended: what happens if it stays quiet. */
  const settleDown = (): void => {
    for (const stop of callOff) stop()
    if (ended || [...members].some(({ busy }) => busy)) return
    const endIdle = later(idleMs, () => {
      for (const member of idle()) void dismiss(member)
    })
    const startSpare =
      spareAfterMs === undefined
        ? () => {}
        : later(spareAfterMs, () => {
            if (members.size === 1 && members.size < usual) add(false)
          })
    callOff = [endIdle, startSpare]
  }

  const release = (member: Member): void => {
    member.busy = false
    member.waitsFor = 0
    // Used last, taken first: the others are free to go.
    if (members.delete(member) && !isDead(member)) members.add(member)
    serveQueue()
    const spare = !member.busy && (leaving.has(member) || members.size > usual)
    if (spare) void dismiss(member)
    settleDown()
  }

  return {
    run: async ({ message, timeoutSeconds, recursive }) => {
      for (const stop of callOff) stop()
      const taken = await new Promise<Taken | undefined>((give) => {
        queue.push({ recursive, give })
        serveQueue()
      })
      if (taken === undefined) {
        return { outcome: { failure: { kind: 'too-many-instances', name } }, cold: false }
      }
      const { member, cold } = taken
      try {
        const used = await member.started
        return { outcome: await used.instance.call(message(used), timeoutSeconds), cold }
      } finally {
        release(member)
      }
    },
    waits: (key) => {
      const member = [...members].find(({ pooled }) => pooled?.key === key)
      if (member === undefined) return () => {}
      member.waitsFor += 1
      serveQueue()
      return () => {
        member.waitsFor = Math.max(0, member.waitsFor - 1)
      }
    },
    retire: () => {
      for (const member of [...members]) {
        members.delete(member)
        if (member.busy) leaving.add(member)
        else void dismiss(member)
      }
      serveQueue()
    },
    end: async () => {
      ended = true
      for (const stop of callOff) stop()
      await Promise.all([...members, ...leaving].map(dismiss))
    },
  }
}
