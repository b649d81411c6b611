import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { RECORD_BYTES } from './csvRecord.ts'
import { readingOf } from './format.ts'
import { csvLine } from './output.ts'
import type { Item } from './stream.ts'
import { readItems } from './stream.ts'

/** Cuts bytes behind these positions. */
const chunksOf = (bytes: Buffer, cuts: readonly number[]): readonly Buffer[] => {
  const places = [...new Set(cuts.map((cut) => cut % (bytes.length + 1)))].sort((one, other) => one - other)
  return [...places, bytes.length].map((end, at) => bytes.subarray(at === 0 ? 0 : places[at - 1], end))
}

const itemsOf = async (
  format: 'csv' | 'jsonl',
  content: Buffer,
  cuts: readonly number[],
  from?: { readonly offset: number; readonly line: number },
): Promise<readonly Item[]> => {
  const { readRow, offset, line } = readingOf(format, content)
  const begin = from ?? { offset, line }
  const items: Item[] = []
  const chunks = chunksOf(content.subarray(begin.offset), cuts)
  for await (const some of readItems(chunks, readRow, begin)) items.push(...some)
  return items
}

/** Fields as people have them: delimiters, quotes, line ends, characters of one to four bytes. */
const anyField = fc
  .array(fc.constantFrom('a', 'Z', ',', ';', '\t', '"', '\n', '\r\n', ' b', 'é', '小', '😀'), {
    maxLength: 8,
  })
  .map((parts) => parts.join('').trim())
const anyCuts = fc.array(fc.nat(), { maxLength: 12 })

/** RFC 4180, with every field quoted or only those that need it. */
const written = (fields: readonly string[], delimiter: string, end: string, all: boolean): string =>
  fields
    .map((field) => (all || /[",;\t\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field))
    .join(delimiter) + end

describe('rows of a file', () => {
  it('are read back as they were written, however their bytes are cut', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(anyField, anyField, anyField), { maxLength: 8 }),
        fc.record({
          delimiter: fc.constantFrom(',', ';', '\t'),
          end: fc.constantFrom('\n', '\r\n'),
          mark: fc.constantFrom('', '\ufeff'),
          all: fc.boolean(),
        }),
        anyCuts,
        async (rows, { delimiter, end, mark, all }, cuts) => {
          const header = ['unionid', 'app', 'openid'].join(delimiter) + end
          const lines = rows.map((row) => written(row, delimiter, end, all))
          const items = await itemsOf('csv', Buffer.from(mark + header + lines.join('')), cuts)
          expect(items.map(({ values }) => values)).toEqual(
            rows.map(([unionid, app, openid]) => ({ unionid, app, openid, businessUserId: '' })),
          )
        },
      ),
      { numRuns: 500 },
    )
  })

  it('have places at which reading can go on', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(anyField, anyField), { minLength: 1, maxLength: 6 }),
        fc.nat(),
        anyCuts,
        async (rows, skipped, cuts) => {
          const content = Buffer.from(`\ufeffapp,openid\n${rows.map((row) => csvLine(row)).join('')}`)
          const all = await itemsOf('csv', content, [])
          const at = skipped % all.length
          expect(await itemsOf('csv', content, cuts, all[at]?.next)).toEqual(all.slice(at + 1))
          expect(all.at(-1)?.next.offset).toBe(content.length)
        },
      ),
    )
  })

  it('are JSON objects, one a line', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyField, { maxLength: 6 }), anyCuts, async (ids, cuts) => {
        const lines = ids.map((openid) => JSON.stringify({ openid, app: 'shop', businessUserId: 7 }))
        const items = await itemsOf('jsonl', Buffer.from(lines.join('\r\n')), cuts)
        expect(items.map(({ values }) => values)).toEqual(
          ids.map((openid) => ({ openid, app: 'shop', businessUserId: '7', unionid: '' })),
        )
      }),
    )
  })

  it('are counted by the lines of the file', async () => {
    const content = Buffer.from('app,openid\nshop,"a\nb"\n\nshop,c\nshop\nshop,d')
    const items = await itemsOf('csv', content, [])
    expect(items.map(({ line, problem }) => [line, problem])).toEqual([
      [2, undefined],
      [5, undefined],
      [6, 'has 1 fields, not 2'],
      [7, undefined],
    ])
  })

  it('that are longer than 64 KB cost one line, however their bytes are cut', async () => {
    const content = Buffer.from(`app,openid\nshop,${'x'.repeat(3 * RECORD_BYTES)}\nshop,c\n`)
    for (const cuts of [[], [10], [RECORD_BYTES, 2 * RECORD_BYTES], [3 * RECORD_BYTES + 17]]) {
      const items = await itemsOf('csv', content, cuts)
      expect(items.map(({ line, problem, values }) => [line, problem ?? values?.openid])).toEqual([
        [2, 'is longer than 64 KB'],
        [3, 'c'],
      ])
      expect(items.at(-1)?.next).toEqual({ offset: content.length, line: 4 })
    }
  })

  it('end with one that is cut off by the end of the file', async () => {
    const content = Buffer.from(`app,openid\nshop,${'x'.repeat(2 * RECORD_BYTES)}`)
    const items = await itemsOf('csv', content, [5])
    expect(items).toMatchObject([
      { line: 2, problem: 'is longer than 64 KB', next: { offset: content.length } },
    ])
  })

  it('cost one line each where a quote is left open', async () => {
    const content = Buffer.from('app,openid\nshop,"a\nshop,b\nshop,c\n')
    const items = await itemsOf('csv', content, [])
    expect(items.map(({ line, problem, values }) => [line, problem ?? values?.openid])).toEqual([
      [2, 'has a quote that is not closed'],
      [3, 'b'],
      [4, 'c'],
    ])
  })
})
