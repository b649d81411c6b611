import { afterEach, describe, expect, it, vi } from 'vitest'
import { openNotes } from './testing.ts'

// Both quoted in public reports of CloudBase users.
const CONFLICT = {
  code: 'DATABASE_TRANSACTION_CONFLICT',
  message:
    '[ResourceUnavailable.TransactionConflict] Transaction is conflict, maybe resource operated by others. ' +
    'Please check your request, but if the problem persists, contact us.',
}
const GONE = {
  code: 'DATABASE_TRANSACTION_FAIL',
  message:
    '[ResourceUnavailable.TransactionNotExist] Transaction does not exist on the server, transaction must be commit ' +
    'or abort in 30 seconds. Please check your request, but if the problem persists, contact us.',
}

const filled = async () => {
  const notes = openNotes()
  await notes.insert([
    { _id: 'a', n: 1 },
    { _id: 'b', n: 1 },
  ])
  return notes
}

afterEach(() => {
  vi.useRealTimers()
})

describe('a snapshot', () => {
  it('is taken by the first operation, not by the start', async () => {
    const notes = await filled()
    const t = await notes.begin()
    await notes.update('a', { $set: { n: 2 } })
    expect(await notes.get('a', t)).toEqual({ _id: 'a', n: 2 })
    await notes.update('a', { $set: { n: 3 } })
    await notes.remove('b')
    await notes.insert([{ _id: 'c', n: 1 }])
    expect(await notes.get('a', t)).toEqual({ _id: 'a', n: 2 })
    expect(await notes.find({ n: { $gt: 0 } }, { transactionId: t })).toMatchObject([
      { _id: 'a' },
      { _id: 'b' },
    ])
  })

  it('shows its own writes, and others see them from the commit on', async () => {
    const notes = await filled()
    const t = await notes.begin()
    await notes.update('a', { $inc: { n: 1 } }, t)
    await notes.update('a', { $inc: { n: 1 } }, t)
    await notes.remove('b', t)
    await notes.insert([{ _id: 'c' }], t)
    expect(await notes.find({}, { transactionId: t })).toEqual([{ _id: 'a', n: 3 }, { _id: 'c' }])
    expect(await notes.find({})).toEqual([
      { _id: 'a', n: 1 },
      { _id: 'b', n: 1 },
    ])
    await notes.commit(t)
    expect(await notes.find({})).toEqual([{ _id: 'a', n: 3 }, { _id: 'c' }])
  })

  it('of an aborted transaction leaves no trace', async () => {
    const notes = await filled()
    const t = await notes.begin()
    await notes.update('a', { $set: { n: 9 } }, t)
    await notes.insert([{ _id: 'c' }], t)
    await notes.abort(t)
    expect(await notes.find({})).toEqual([
      { _id: 'a', n: 1 },
      { _id: 'b', n: 1 },
    ])
    await notes.insert([{ _id: 'c' }])
  })
})

describe('the first writer wins', () => {
  it('against a transaction in flight, which kills the second one', async () => {
    const notes = await filled()
    const [first, second] = [await notes.begin(), await notes.begin()]
    await notes.update('b', { $set: { n: 5 } }, second)
    await notes.update('a', { $set: { n: 2 } }, first)
    await expect(notes.update('a', { $set: { n: 3 } }, second)).rejects.toMatchObject(CONFLICT)
    await expect(notes.get('a', second)).rejects.toMatchObject(GONE)
    await notes.commit(first)
    expect(await notes.find({})).toEqual([
      { _id: 'a', n: 2 },
      { _id: 'b', n: 1 },
    ])
  })

  it.each(['update', 'remove'] as const)('against a committed %s after the snapshot', async (action) => {
    const notes = await filled()
    const t = await notes.begin()
    await notes.get('a', t)
    if (action === 'update') await notes.update('a', { $set: { n: 2 } })
    else await notes.remove('a')
    await expect(notes.set('a', { n: 3 }, t)).rejects.toMatchObject(CONFLICT)
  })

  it('for an insert of the same id', async () => {
    const notes = await filled()
    const t = await notes.begin()
    await notes.get('a', t)
    await notes.insert([{ _id: 'c' }])
    await notes.remove('c')
    await expect(notes.insert([{ _id: 'c' }], t)).rejects.toMatchObject(CONFLICT)
  })

  it('but reading what the other writes is allowed: write skew, as in MongoDB', async () => {
    const notes = await filled()
    const [first, second] = [await notes.begin(), await notes.begin()]
    for (const t of [first, second]) await notes.find({ n: 1 }, { transactionId: t })
    await notes.update('a', { $set: { n: 0 } }, first)
    await notes.update('b', { $set: { n: 0 } }, second)
    await notes.commit(first)
    await notes.commit(second)
    expect(await notes.find({ n: 1 })).toEqual([])
  })

  it('and an update without effect writes nothing', async () => {
    const notes = await filled()
    const [first, second] = [await notes.begin(), await notes.begin()]
    expect(await notes.update('a', { $set: { n: 1 } }, first)).toMatchObject({ updated: 0 })
    expect(await notes.update('a', { $set: { n: 2 } }, second)).toMatchObject({ updated: 1 })
  })
})

describe('a transaction ends', () => {
  it('once', async () => {
    const notes = await filled()
    const t = await notes.begin()
    await notes.commit(t)
    await expect(notes.commit(t)).rejects.toMatchObject(GONE)
    await expect(notes.abort(t)).rejects.toMatchObject(GONE)
    await expect(notes.get('a', 'made-up')).rejects.toMatchObject(GONE)
  })

  it('by a write error, as MongoDB aborts it', async () => {
    const notes = await filled()
    const t = await notes.begin()
    await notes.update('b', { $set: { n: 9 } }, t)
    await expect(notes.insert([{ _id: 'a' }], t)).rejects.toMatchObject({
      message: expect.stringContaining('E11000'),
    })
    await expect(notes.commit(t)).rejects.toMatchObject(GONE)
    expect(await notes.find({})).toEqual([
      { _id: 'a', n: 1 },
      { _id: 'b', n: 1 },
    ])
  })

  it('after 30 seconds', async () => {
    vi.useFakeTimers()
    const notes = await filled()
    const t = await notes.begin()
    await notes.update('a', { $set: { n: 2 } }, t)
    vi.advanceTimersByTime(29_999)
    expect(await notes.get('a', t)).toEqual({ _id: 'a', n: 2 })
    vi.advanceTimersByTime(1)
    await expect(notes.commit(t)).rejects.toMatchObject(GONE)
    expect(await notes.update('a', { $set: { n: 3 } })).toMatchObject({ updated: 1 })
  })
})

it('operations without its id are outside of it', async () => {
  const notes = await filled()
  const t = await notes.begin()
  await notes.insert([{ _id: 'c', n: 1 }], t)
  expect(await notes.updateWhere({ n: 1 }, { $set: { n: 2 } })).toMatchObject({ updated: 2 })
  expect(await notes.get('c', t)).toEqual({ _id: 'c', n: 1 })
})
