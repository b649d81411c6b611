import { expect, it } from 'vitest'
import { errorPage } from './errorPage.ts'

const EVIL = `"'><img src=x onerror=alert(1)>&amp;`
const ESCAPED = '&quot;&#39;&gt;&lt;img src=x onerror=alert(1)&gt;&amp;amp;'

it('shows words, code and number of a request as text, whatever they are', () => {
  const page = errorPage({ ok: false, code: EVIL, message: EVIL, requestId: EVIL })
  expect(page).not.toContain('<img')
  expect(page.match(/<title>(.*)<\/title>/)?.[1]).toBe(ESCAPED)
  expect(page.match(/<h1>(.*)<\/h1>/)?.[1]).toBe(ESCAPED)
  expect(page.match(/<small>(.*)<\/small>/)?.[1]).toBe(`${ESCAPED} · ${ESCAPED}`)
})

it('loads nothing, runs nothing and leads nowhere', () => {
  const page = errorPage({ ok: false, code: 'STATE_INVALID', message: '登录请求已失效', requestId: 'r1' })
  expect(page).not.toMatch(
    /<(script|link|img|iframe|form|a|base|meta http-equiv)\b|\b(src|href|on\w+)=|@import|url\(/i,
  )
})
