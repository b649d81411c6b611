import { html } from 'hono/html'
import type { Failure } from '../../../miniprogram/services/oneid/contract.ts'

/** What a person reads whose sign-in came to nothing; `code` and `requestId` are for whom they show it to. */
export const errorPage = ({ message, code, requestId }: Failure): string =>
  String(html`<!doctype html>
<html lang="zh-CN">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>${message}</title>
    <style>
      :root { color-scheme: light dark; font: 17px/1.6 system-ui, sans-serif; }
      main { max-width: 22em; margin: 20vh auto 0; padding: 0 1.5em; text-align: center; }
      small { opacity: 0.6; overflow-wrap: anywhere; }
    </style>
  </head>
  <body>
    <main role="alert">
      <h1>${message}</h1>
      <small>${code} · ${requestId}</small>
    </main>
  </body>
</html>
`)
