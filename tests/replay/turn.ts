import type fc from 'fast-check'

/**
 * Waits until the scheduler says so. The next turn, whoever's it is, comes when this one is given back: so requests are
 * carried out one at a time, and a failed run can be played again.
 * @returns gives the turn back
 */
export const turnOf = async (scheduler: fc.Scheduler, label: string): Promise<() => void> => {
  let giveBack: () => void = () => {}
  const givenBack = new Promise<void>((resolve) => {
    giveBack = resolve
  })
  await scheduler.schedule(Promise.resolve(), label, undefined, async (begin) => {
    await begin()
    await givenBack
  })
  return giveBack
}
