interface Steps<In, Out> {
  /** Pieces of work at a time. */
  readonly parallel: number
  /** Whether one must wait until another is done. */
  readonly dependsOn: (one: In, other: In) => boolean
  readonly work: (one: In) => Promise<Out>
  /** Called one after the other, in the order of the source. */
  readonly confirm: (one: In, out: Out) => Promise<void>
  /** Nothing new is begun after this. */
  readonly isStopped: () => boolean
}

interface Begun<In, Out> {
  readonly one: In
  ended: Promise<void>
  result?: { readonly out: Out } | { readonly error: unknown }
}

/** How many finished pieces may wait for an earlier one, for each that is underway. */
const AHEAD = 4

/**
 * Works on several things at a time and confirms them in their order: what is confirmed has nothing unconfirmed before
 * it. Two that depend on each other are done one after the other, as they stand.
 * @returns `stopped` if something of the source may be left
 * @throws what work or confirm threw, as soon as all that was underway has ended and is confirmed as far as possible
 */
export const inOrder = async <In, Out>(
  source: AsyncIterable<In>,
  { parallel, dependsOn, work, confirm, isStopped }: Steps<In, Out>,
): Promise<'done' | 'stopped'> => {
  const queue: Begun<In, Out>[] = []
  let hasFailed = false
  const underway = () => queue.filter(({ result }) => result === undefined)

  const begin = (one: In): void => {
    const begun: Begun<In, Out> = { one, ended: Promise.resolve() }
    begun.ended = work(one).then(
      (out) => {
        begun.result = { out }
      },
      (error: unknown) => {
        begun.result = { error }
      },
    )
    queue.push(begun)
  }

  /** @throws the error of the first that failed; neither it nor one whose confirming failed is tried again */
  const confirmEnded = async (): Promise<void> => {
    for (let first = queue[0]; first?.result !== undefined; first = queue[0]) {
      if (hasFailed) return
      hasFailed = true
      if ('error' in first.result) throw first.result.error
      await confirm(first.one, first.result.out)
      queue.shift()
      hasFailed = false
    }
  }

  const hasRoomFor = (one: In): boolean => {
    const working = underway()
    return (
      working.length < parallel &&
      queue.length < AHEAD * parallel &&
      !working.some((other) => dependsOn(one, other.one))
    )
  }

  const drain = async (): Promise<void> => {
    for (let first = queue[0]; first !== undefined && !hasFailed; first = queue[0]) {
      await first.ended
      await confirmEnded()
    }
  }

  try {
    for await (const one of source) {
      await confirmEnded()
      while (!hasRoomFor(one)) {
        await Promise.race(underway().map(({ ended }) => ended))
        await confirmEnded()
      }
      if (isStopped()) {
        await drain()
        return 'stopped'
      }
      begin(one)
    }
    await drain()
    return 'done'
  } catch (error) {
    await drain().catch(() => {})
    await Promise.all(queue.map(({ ended }) => ended))
    throw error
  }
}
