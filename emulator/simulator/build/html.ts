import { describeProblem, type Problem } from './problem.ts'

// Nothing may leave the machine: the browser itself refuses every other host. Styles are written by glass-easel
// as <style> elements and style attributes.
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "media-src 'self' data: blob:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ')

/** The page that runs the mini-program. */
export function simulatorPage(): string {
  return document(
    'Simulator',
    '<link rel="stylesheet" href="page.css">',
    '<script src="runtime.js" defer></script>',
  )
}

/** The page that is shown instead while the mini-program does not build. */
export function problemPage(problems: readonly Problem[]): string {
  const items = problems.map((problem) => `<li><code>${escaped(describeProblem(problem))}</code></li>`)
  return document(
    'Build failed',
    `<style>
      :root { color-scheme: light dark; font: 15px/1.6 system-ui, sans-serif }
      body { max-width: 60em; margin: 2em auto; padding: 0 1em }
      li { margin: .6em 0 } code { overflow-wrap: anywhere }
    </style>`,
    `<main><h1>小程序没有编译成功 · The mini-program does not build</h1>
    <ul>${items.join('')}</ul>
    <p>改好并保存后刷新本页。Save the correction and reload this page.</p></main>`,
  )
}

function document(title: string, head: string, body: string): string {
  return `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<link rel="icon" href="data:,">
<title>${title}</title>
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
