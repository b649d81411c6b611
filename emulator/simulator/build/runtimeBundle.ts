import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { builtins } from '../page/builtins/list.ts'

let bundled: Promise<string> | undefined

/** The page's own script with glass-easel in it. Built once per process: it does not depend on the mini-program. */
export function runtimeBundle(): Promise<string> {
  bundled ??= build({
    entryPoints: [fileURLToPath(new URL('../page/main.ts', import.meta.url))],
    bundle: true,
    write: false,
    format: 'iife',
    target: 'es2022',
    charset: 'utf8',
    sourcemap: 'inline',
    sourceRoot: 'simulator:///',
    logLevel: 'silent',
    define: { 'process.env.NODE_ENV': '"development"' },
  }).then((result) => result.outputFiles[0]?.text ?? '')
  return bundled
}

/** The page's style sheet: the frame around the phone, what lies over it and the looks of the built-in components. */
export function runtimeStyles(): string {
  const own = ['frame.css', 'overlays.css'].map((name) =>
    readFileSync(new URL(`../page/${name}`, import.meta.url), 'utf8'),
  )
  return [...own, ...builtins.map((builtin) => builtin.css)].join('\n')
}
