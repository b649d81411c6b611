import { expect, it } from 'vitest'
import { parseAddress } from './address.ts'

it('is absolute or starts at the page that opens it', () => {
  expect(parseAddress('/pages/b?id=1&name=%E4%B8%AD', 'pages/a')).toEqual({
    path: 'pages/b',
    query: { id: '1', name: '中' },
  })
  expect(parseAddress('../more/c', 'pages/home/index')).toEqual({ path: 'pages/more/c', query: {} })
})
