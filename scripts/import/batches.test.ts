import { describe, expect, it } from 'vitest'
import { readConfig } from '../../cloudfunctions/common/base/config.ts'
import type { Batch } from './batches.ts'
import { batchesOf } from './batches.ts'
import type { Item } from './stream.ts'
import { sharesKeys } from './work.ts'

const registry = readConfig({
  apps: [
    {
      appid: 'wx00000000000000a1',
      alias: 'shop',
      kind: 'mini-program',
      bindings: [{ openPlatform: 'main', since: '2021-03-01' }],
    },
    {
      appid: 'wx00000000000000a2',
      alias: 'club',
      kind: 'mini-program',
      bindings: [{ openPlatform: 'main', since: '2022-06-15' }],
    },
    { appid: 'wx00000000000000a3', alias: 'lab', kind: 'mini-program', bindings: [] },
  ],
})

const NOW = Date.parse('2026-11-20T08:00:00Z')

const cut = async (rows: readonly string[], size: number, at = NOW): Promise<readonly Batch[]> => {
  async function* items(): AsyncGenerator<readonly Item[]> {
    for (const [index, row] of rows.entries()) {
      const [app = '', openid = '', unionid = ''] = row.split(' ')
      const line = index + 2
      const next = { offset: line * 10, line: line + 1 }
      yield [{ line, next, values: { app, openid, unionid, businessUserId: '' }, problem: undefined }]
    }
  }
  const batches: Batch[] = []
  for await (const batch of batchesOf(items(), registry, size, at)) batches.push(batch)
  return batches
}

const sizes = async (rows: readonly string[], size: number, at?: number): Promise<readonly number[]> =>
  (await cut(rows, size, at)).map((batch) => batch.rows.length)

describe('batches of rows', () => {
  it('have the size that is asked for', async () => {
    expect(await sizes(['shop oShop1', 'shop oShop2', 'shop oShop3'], 2)).toEqual([2, 1])
    expect(await sizes([], 2)).toEqual([])
  })

  it('keep neighbours of one person together', async () => {
    const rows = ['shop oShop1 uUnion1', 'shop oShop2 uUnion2', 'club oClub2 uUnion2', 'lab oLab001 uUnion2']
    expect(await sizes(rows, 2)).toEqual([3, 1])
    // An app that is not bound, and one that was not bound yet, have no unions.
    expect(await sizes(rows, 2, Date.parse('2022-01-01T00:00:00Z'))).toEqual([2, 2])
    expect(await sizes(['shop oShop1', 'shop oShop1', 'wx00000000000000a1 oShop1'], 1)).toEqual([3])
  })

  it('have no more rows than one call takes, however many belong together', async () => {
    expect(
      await sizes(
        Array.from({ length: 501 }, () => 'shop oShop1'),
        200,
      ),
    ).toEqual([500, 1])
  })

  it('fit into the text of one request', async () => {
    const long = (n: number): string => `shop ${'o'.repeat(120)}${n} ${'u'.repeat(120)}${n}`
    const batches = await cut(
      Array.from({ length: 500 }, (_, n) => long(n)),
      500,
    )
    expect(batches.length).toBe(2)
    for (const { rows } of batches)
      expect(JSON.stringify(rows.map(({ keys }) => keys)).length).toBeLessThan(100 * 1_024)
  })

  it('take the bad rows between the good ones along', async () => {
    const [first, second] = await cut(
      ['shop oShop1', 'nowhere oShop2', 'shop oShop3', 'shop !', ' oShop4'],
      1,
    )
    expect([first?.rows.length, first?.bad.map(({ line }) => line), first?.next.line]).toEqual([1, [3], 4])
    expect([second?.rows.length, second?.bad.map(({ line }) => line), second?.next.line]).toEqual([
      1,
      [5, 6],
      7,
    ])
  })

  it('share keys where they show the same identity or the same union', async () => {
    const shares = async (one: string, other: string) => {
      const [[a], [b]] = [await cut([one], 1), await cut([other], 1)]
      return a !== undefined && b !== undefined && sharesKeys(a, b)
    }
    expect(await shares('shop oShop1', 'wx00000000000000a1 oShop1 uUnion1')).toBe(true)
    expect(await shares('shop oShop1 uUnion1', 'club oClub1 uUnion1')).toBe(true)
    expect(await shares('shop oShop1 uUnion1', 'club oShop1 uUnion2')).toBe(false)
    expect(await shares('shop oShop1 uUnion1', 'lab oLab001 uUnion1')).toBe(false)
  })
})
