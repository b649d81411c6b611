import type { Context } from 'hono'
import { Hono } from 'hono'
import type { AuthorizationPage } from '../oauth/authorization.ts'
import type { OAuth } from '../oauth/index.ts'
import type { World } from '../world.ts'
import { consentPage, errorPage, personPage, refusedPage } from './content.ts'

export interface OpenPagesOptions {
  readonly world: World
  readonly oauth: OAuth
}

/**
 * Nothing is loaded, and no script runs. Redirects lead to other hosts, so `form-action` stays open. A website on this
 * machine may show the page in a frame, as wxLogin.js does; nobody else's may, to get a click for something else.
 */
const SECURITY_HEADERS = {
  'content-security-policy':
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'self' http://127.0.0.1:* http://localhost:*",
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
}

/** A form of somebody else's page must not answer for the person. */
const isOwnForm = ({ req }: Context): boolean => {
  const origin = req.header('origin')
  return origin === undefined || (URL.canParse(origin) && new URL(origin).host === req.header('host'))
}

/**
 * The pages of open.weixin.qq.com: `/connect/oauth2/authorize` for official accounts, `/connect/qrconnect` for
 * websites. Without `person` in the query they ask who holds the phone; a silent authorisation then goes on at once,
 * every other asks.
 */
export const createOpenPages = ({ world, oauth }: OpenPagesOptions): Hono => {
  const app = new Hono()
  app.use(async (context, next) => {
    await next()
    for (const [name, value] of Object.entries(SECURITY_HEADERS)) context.header(name, value)
  })

  const personIn = (query: Readonly<Record<string, string>>) =>
    world.people.find(({ id }) => id === query['person'])

  const open = (page: AuthorizationPage) => (context: Context) => {
    const query = context.req.query()
    const asked = oauth.read(page, query)
    if ('words' in asked) return context.html(errorPage(asked))
    const person = personIn(query)
    if (person === undefined) {
      const { person: unknown, ...rest } = query
      const problem = unknown === undefined ? undefined : `这里没有人叫“${unknown}”`
      return context.html(personPage(asked, world.people, rest, problem))
    }
    if (oauth.isSilent(asked)) return context.redirect(oauth.allow(asked, person.id))
    return context.html(consentPage(asked, person))
  }

  const answer = (page: AuthorizationPage) => async (context: Context) => {
    const query = context.req.query()
    const asked = oauth.read(page, query)
    if ('words' in asked) return context.html(errorPage(asked))
    const person = personIn(query)
    if (!isOwnForm(context) || person === undefined) {
      return context.html(errorPage({ words: '请在此页面上确认' }), 403)
    }
    const body = await context.req.parseBody()
    if (body['answer'] === 'allow') return context.redirect(oauth.allow(asked, person.id), 303)
    const elsewhere = oauth.refuse(asked)
    return elsewhere === undefined ? context.html(refusedPage(asked)) : context.redirect(elsewhere, 303)
  }

  for (const [path, page] of [
    ['/connect/oauth2/authorize', 'official-account'],
    ['/connect/qrconnect', 'website'],
  ] as const) {
    app.get(path, open(page))
    app.post(path, answer(page))
  }
  return app
}
