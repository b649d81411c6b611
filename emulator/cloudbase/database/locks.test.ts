import { afterEach, describe, expect, it, vi } from 'vitest'
import { openNotes } from './testing.ts'

const filled = async () => {
  const notes = openNotes()
  await notes.insert([
    { _id: 'a', n: 1 },
    { _id: 'b', n: 1 },
  ])
  return notes
}

const turn = () => new Promise((resolve) => setImmediate(resolve))

afterEach(() => {
  vi.useRealTimers()
})

describe('a plain write of a document that a transaction holds', () => {
  it('waits for the commit and works on what it left', async () => {
    const notes = await filled()
    const t = await notes.begin()
    await notes.update('a', { $set: { n: 10 } }, t)
    const order: string[] = []
    const waiting = notes.update('a', { $inc: { n: 1 } }).then(() => order.push('update'))
    await turn()
    expect(await notes.get('a')).toEqual({ _id: 'a', n: 1 })
    order.push('commit')
    await notes.commit(t)
    await waiting
    expect(order).toEqual(['commit', 'update'])
    expect(await notes.get('a')).toEqual({ _id: 'a', n: 11 })
  })

  it('changes each of many documents once, however often it waits', async () => {
    const notes = await filled()
    const [first, second] = [await notes.begin(), await notes.begin()]
    await notes.update('a', { $inc: { n: 10 } }, first)
    await notes.update('b', { $inc: { n: 10 } }, second)
    const waiting = notes.updateWhere({}, { $inc: { n: 1 } })
    await turn()
    await notes.commit(first)
    await turn()
    await notes.abort(second)
    expect(await waiting).toMatchObject({ updated: 2 })
    expect(await notes.find({})).toEqual([
      { _id: 'a', n: 12 },
      { _id: 'b', n: 2 },
    ])
  })

  it('gives up after 10 seconds', async () => {
    vi.useFakeTimers()
    const notes = await filled()
    const t = await notes.begin()
    await notes.update('a', { $set: { n: 10 } }, t)
    const waiting = expect(notes.remove('a')).rejects.toMatchObject({ code: 'DATABASE_TIMEOUT' })
    await vi.advanceTimersByTimeAsync(10_000)
    await waiting
    expect(await notes.get('a', t)).toEqual({ _id: 'a', n: 10 })
  })

  it('leaves the documents that an ordered insert had reached', async () => {
    const notes = await filled()
    const t = await notes.begin()
    await notes.insert([{ _id: 'y', by: 't' }], t)
    const waiting = notes.insert([{ _id: 'x' }, { _id: 'y' }, { _id: 'z' }])
    await turn()
    expect(await notes.get('x')).toEqual({ _id: 'x' })
    await notes.abort(t)
    expect(await waiting).toEqual(['x', 'y', 'z'])
  })
})
