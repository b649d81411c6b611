import { describe, expect, it } from 'vitest'
import type { Delivery } from './jobsWorld.ts'
import { guestsTold, useJobsWorld } from './jobsWorld.ts'

const { clock, toldBy, enqueueFor, waiting } = useJobsWorld()

describe('notifications', () => {
  it('reach a function in order for each user; one that fails holds up its own user and function only', async () => {
    await enqueueFor('a', 'a1', 'a2')
    await enqueueFor('b', 'b1')
    await enqueueFor('a', 'a3')
    const fails = ({ to, event }: Delivery) => to === 'orders' && event['guestId'] === 'a1'
    const told = await toldBy({ fails })
    expect(guestsTold('mail', told)).toEqual(['a1', 'a2', 'b1', 'a3'])
    expect(guestsTold('orders', told)).toEqual(['b1'])
    expect(guestsTold('orders', await toldBy())).toEqual([])
    clock.advance(30_000)
    expect(guestsTold('orders', await toldBy())).toEqual(['a1', 'a2', 'a3'])
    expect(waiting('notify')).toEqual([])
  })

  it('are left to the next run 40 s after this one began', async () => {
    await enqueueFor('a', 'a1', 'a2')
    const fails = () => {
      clock.advance(14_000)
      return false
    }
    expect(await toldBy({ fails })).toHaveLength(3)
    expect(await toldBy({ fails })).toHaveLength(1)
  })
})
