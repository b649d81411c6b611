import { BUNDLED_FONT } from './fonts.ts'
import { describeProblem, type Problem } from './problem.ts'

/** Whether a page may ask other machines for pictures, sounds, fonts and answers, as a phone does; a test must not. */
export type OtherHosts = 'pass' | 'refuse'

// What the browser itself refuses. No code comes from elsewhere. Styles are
// written by glass-easel as <style> elements and style attributes.
const policy = (otherHosts: OtherHosts): string => {
  const here = 'http://127.0.0.1:* http://localhost:*'
  const shown = otherHosts === 'pass' ? 'https: http:' : here
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    `img-src 'self' data: blob: ${shown}`,
    `media-src 'self' data: blob: ${shown}`,
    `font-src 'self' data: ${shown}`,
    `connect-src 'self' ${otherHosts === 'pass' ? `${shown} ws: wss:` : `${here} ws://127.0.0.1:* ws://localhost:*`}`,
    `frame-src 'self' ${here}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ')
}

/** The page that runs the mini-program. */
export function simulatorPage(build: string, otherHosts: OtherHosts): string {
  return document(
    'Simulator',
    `${metaOf(build)}<link rel="stylesheet" href="page.css">`,
    '<script src="runtime.js" defer></script>',
    otherHosts,
  )
}

/** The page with several phones, each a frame with the page above in it. */
export function phonesPage(): string {
  return document(
    'Simulator',
    '<link rel="stylesheet" href="page.css">',
    '<script src="phones.js" defer></script>',
  )
}

/** The page that is shown instead while the mini-program does not build. */
export function problemPage(problems: readonly Problem[], build: string): string {
  const items = problems.map((problem) => {
    const frame = problem.frame === undefined ? '' : `<pre>${escaped(problem.frame)}</pre>`
    return `<li><code>${escaped(describeProblem(problem))}</code>${frame}</li>`
  })
  return document(
    'Build failed',
    `${metaOf(build)}<style>
      :root { color-scheme: light dark; font: 15px/1.6 system-ui, "${BUNDLED_FONT}", sans-serif }
      body { max-width: 60em; margin: 2em auto; padding: 0 1em }
      li { margin: .6em 0 } code { overflow-wrap: anywhere }
      pre { margin: .4em 0; padding: .6em 1em; overflow: auto; border-radius: 8px; background: rgb(128 128 128 / .15) }
    </style>`,
    `<main><h1>小程序没有编译成功 · The mini-program does not build</h1>
    <ul>${items.join('')}</ul>
    <p>改好并保存后，本页自动刷新。Save the correction: this page follows.</p></main>
    <script src="waiting.js" defer></script>`,
  )
}

/** Names the build, so that the page knows when there is another. */
function metaOf(build: string): string {
  return `<meta name="build" content="${escaped(build)}">`
}

function document(title: string, head: string, body: string, otherHosts: OtherHosts = 'refuse'): string {
  return `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${policy(otherHosts)}">
<link rel="icon" href="data:,">
<title>${title}</title>
<link rel="stylesheet" href="fonts.css">
${head}
</head>
<body>${body}</body>
</html>
`
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}
