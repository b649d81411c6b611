import { html, raw } from 'hono/html'

/** What `html` of hono makes: text in which everything that was put in is escaped. */
type Markup = ReturnType<typeof html>

const STYLE = `
:root { color-scheme: light dark; font: 16px/1.6 system-ui, "PingFang SC", "Microsoft YaHei", sans-serif }
body { margin: 0; background: Canvas; color: CanvasText }
main { max-width: 26rem; margin: 3rem auto; padding: 0 1.25rem }
h1 { font-size: 1.375rem; line-height: 1.4 }
fieldset { border: 1px solid GrayText; border-radius: .5rem; padding: .5rem 1rem; margin: 1rem 0 }
label { display: flex; align-items: center; gap: .625rem; min-height: 2.75rem }
input { width: 1.125rem; height: 1.125rem; margin: 0 }
.buttons { display: flex; gap: .75rem; margin-top: 1.5rem }
button { flex: 1; min-height: 2.75rem; border: 1px solid GrayText; border-radius: .5rem; font: inherit; cursor: pointer;
  background: ButtonFace; color: ButtonText }
button.yes { background: #067a3c; border-color: #067a3c; color: #fff; font-weight: 600 }
:focus-visible { outline: 3px solid #0b63ce; outline-offset: 2px }
.code { display: block; width: 10rem; height: 10rem; margin: 1.5rem auto; border: .5rem solid #fff;
  background: repeating-conic-gradient(#111 0 25%, #fff 0 50%) 0 0 / 1.25rem 1.25rem }
.note { color: GrayText; font-size: .875rem }
`

/** One page of the simulated open.weixin.qq.com. It works without scripts and without anything from elsewhere. */
export const layout = (title: string, content: Markup): Markup => html`<!doctype html>
<html lang="zh-CN">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>${title}</title>
    <style>
      ${raw(STYLE)}
    </style>
  </head>
  <body>
    <main>
      <h1>${title}</h1>
      ${content}
      <p class="note">本机模拟的微信页面：这里没有真实的微信账号。</p>
    </main>
  </body>
</html>`
