import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { inOrder } from './inOrder.ts'

async function* from<Item>(items: readonly Item[]): AsyncGenerator<Item> {
  yield* items
}

/** Work that ends when it is told to. */
const pieces = () => {
  const waiting = new Map<number, (error?: Error) => void>()
  return {
    begun: () => [...waiting.keys()],
    work: (one: number) =>
      new Promise<string>((resolve, reject) => {
        waiting.set(one, (error) => (error === undefined ? resolve(`done ${one}`) : reject(error)))
      }),
    end: async (one: number, error?: Error): Promise<void> => {
      waiting.get(one)?.(error)
      await new Promise((resolve) => setImmediate(resolve))
    },
  }
}

interface Given {
  readonly parallel?: number
  readonly isStopped?: () => boolean
  readonly dependsOn?: (one: number, other: number) => boolean
  /** Cannot be confirmed. */
  readonly failing?: number
}

const begin = (items: readonly number[], given: Given = {}) => {
  const { parallel = 2, isStopped = () => false, dependsOn = () => false, failing } = given
  const confirmed: number[] = []
  const { begun, work, end } = pieces()
  const confirm = async (one: number): Promise<void> => {
    if (one === failing) throw new Error(`confirming ${one}`)
    confirmed.push(one)
  }
  const ended = inOrder(from(items), { parallel, dependsOn, work, confirm, isStopped })
  ended.catch(() => {})
  const settled = () => new Promise((resolve) => setImmediate(resolve))
  return { begun, end, confirmed, ended, settled }
}

describe('several things at a time', () => {
  it('are confirmed in their order', async () => {
    const { begun, end, confirmed, ended, settled } = begin([1, 2, 3])
    await settled()
    expect(begun()).toEqual([1, 2])
    await end(2)
    expect([begun(), confirmed]).toEqual([[1, 2, 3], []])
    await end(1)
    expect(confirmed).toEqual([1, 2])
    await end(3)
    expect([await ended, confirmed]).toEqual(['done', [1, 2, 3]])
  })

  it('wait for what they depend on', async () => {
    const { begun, end, ended, settled } = begin([1, 2], { dependsOn: (one, other) => one === other + 1 })
    await settled()
    expect(begun()).toEqual([1])
    await end(1)
    expect(begun()).toEqual([1, 2])
    await end(2)
    expect(await ended).toBe('done')
  })

  it('do not run away from one that takes long', async () => {
    const { begun, end, settled } = begin(Array.from({ length: 30 }, (_, n) => n))
    await settled()
    for (let one = 1; one < 30; one++) await end(one)
    expect(begun()).toHaveLength(8)
  })

  it('begin nothing after a stop, and end what is underway', async () => {
    let stopped = false
    const { begun, end, confirmed, ended, settled } = begin([1, 2, 3], { isStopped: () => stopped })
    await settled()
    stopped = true
    await end(1)
    await end(2)
    expect([await ended, begun(), confirmed]).toEqual(['stopped', [1, 2], [1, 2]])
  })

  it('stop with one that fails: those before it are confirmed, those behind it are not', async () => {
    const { end, confirmed, ended, settled } = begin([1, 2, 3], { parallel: 3 })
    await settled()
    await end(2, new Error('failed'))
    await end(3)
    await end(1)
    await expect(ended).rejects.toThrow('failed')
    expect(confirmed).toEqual([1])
  })

  it('stop with one that cannot be confirmed, which is not tried again', async () => {
    const { end, confirmed, ended, settled } = begin([1, 2, 3], { failing: 2 })
    await settled()
    await end(2)
    await end(1)
    await end(3)
    await expect(ended).rejects.toThrow('confirming 2')
    expect(confirmed).toEqual([1])
  })

  it('are all done, whatever ends first', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat({ max: 3 }), { maxLength: 30 }),
        fc.integer({ min: 1, max: 4 }),
        async (turns, parallel) => {
          const confirmed: number[] = []
          const working = new Set<number>()
          let most = 0
          const ended = await inOrder(from(turns.map((turn, at) => ({ turn, at }))), {
            parallel,
            dependsOn: (one, other) => one.turn === other.turn,
            isStopped: () => false,
            work: async ({ turn }) => {
              expect(working.has(turn)).toBe(false)
              working.add(turn)
              most = Math.max(most, working.size)
              for (let n = 0; n < turn; n++) await new Promise((resolve) => setImmediate(resolve))
              working.delete(turn)
            },
            confirm: async ({ at }) => void confirmed.push(at),
          })
          expect([ended, confirmed]).toEqual(['done', turns.map((_, at) => at)])
          expect(most).toBeLessThanOrEqual(parallel)
        },
      ),
    )
  })
})
