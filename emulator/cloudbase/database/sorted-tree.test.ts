import fc from 'fast-check'
import { expect, it } from 'vitest'
import { SortedTree } from './sorted-tree.ts'

interface Item {
  readonly n: number
}
const byNumber = (a: Item, b: Item) => a.n - b.n
const between = (low: number, high: number) => (item: Item) => (item.n < low ? -1 : item.n > high ? 1 : 0)

const number = fc.nat(2000)

it('holds what was added and not removed, in order, forwards and backwards', () => {
  fc.assert(
    fc.property(
      // Enough for several levels: a leaf holds 128.
      fc.uniqueArray(number, { maxLength: 1500, size: 'max' }),
      fc.array(fc.tuple(fc.constantFrom('add', 'remove'), number), { maxLength: 1500, size: 'max' }),
      fc.array(fc.tuple(number, number), { maxLength: 10 }),
      (start, changes, ranges) => {
        const model = new Set(start)
        const tree = new SortedTree(
          byNumber,
          start.map((n) => ({ n })),
        )
        for (const [change, n] of changes) {
          if (change === 'remove') tree.remove({ n })
          else if (!model.has(n)) tree.add({ n })
          if (change === 'remove') model.delete(n)
          else model.add(n)
        }
        const sorted = [...model].sort((a, b) => a - b)
        for (const [low, high] of [[0, 2000] as const, ...ranges]) {
          const expected = sorted.filter((n) => n >= low && n <= high)
          expect([...tree.ascending(between(low, high))].map(({ n }) => n)).toEqual(expected)
          expect([...tree.descending(between(low, high))].map(({ n }) => n)).toEqual(expected.reverse())
        }
        for (const [n] of ranges) expect(tree.get({ n })?.n).toBe(model.has(n) ? n : undefined)
      },
    ),
    { numRuns: 60 },
  )
}, 60_000)

it('can run empty and be filled again', () => {
  const numbers = Array.from({ length: 20_000 }, (_, n) => (n * 7919) % 20_000)
  const tree = new SortedTree<Item>(byNumber)
  for (let round = 0; round < 2; round += 1) {
    for (const n of numbers) tree.add({ n })
    expect([...tree.ascending(() => 0)].map(({ n }) => n)).toEqual(numbers.map((_, n) => n))
    for (const n of numbers) tree.remove({ n })
    expect([...tree.ascending(() => 0)]).toEqual([])
    expect([...tree.descending(() => 0)]).toEqual([])
  }
})

it('looks at few items to find one of many', () => {
  const tree = new SortedTree(
    byNumber,
    Array.from({ length: 100_000 }, (_, n) => ({ n })),
  )
  let looks = 0
  const found = tree.ascending((item) => {
    looks += 1
    return item.n - 77_777
  })
  expect(found.next().value).toEqual({ n: 77_777 })
  // The logarithm of 100,000 to the base of 2 is 17.
  expect(looks).toBeLessThan(30)
})
