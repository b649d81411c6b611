import { expect, it } from 'vitest'
import { phonesPage, simulatorPage } from './html.ts'

const sources = (page: string, directive: string): string =>
  new RegExp(`${directive} ([^;"]*)`).exec(page)?.[1] ?? 'none named'

it('lets a test ask no other machine', () => {
  const here = 'http://127.0.0.1:* http://localhost:*'
  for (const page of [simulatorPage('b', 'refuse'), phonesPage()]) {
    expect(sources(page, 'img-src')).toBe(`'self' data: blob: ${here}`)
    expect(sources(page, 'font-src')).toBe(`'self' data: ${here}`)
    expect(sources(page, 'connect-src')).toBe(`'self' ${here} ws://127.0.0.1:* ws://localhost:*`)
    expect(sources(page, 'script-src')).toBe("'self'")
  }
})

it('lets npm start show what is elsewhere, and takes no code from there', () => {
  const page = simulatorPage('b', 'pass')
  expect(sources(page, 'img-src')).toBe("'self' data: blob: https: http:")
  expect(sources(page, 'media-src')).toBe("'self' data: blob: https: http:")
  expect(sources(page, 'font-src')).toBe("'self' data: https: http:")
  expect(sources(page, 'connect-src')).toBe("'self' https: http: ws: wss:")
  expect(sources(page, 'script-src')).toBe("'self'")
  expect(sources(page, 'default-src')).toBe("'none'")
})
