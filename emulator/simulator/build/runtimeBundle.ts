import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { builtins } from '../page/builtins/list.ts'

const SCRIPTS = {
  /** The simulator itself, with glass-easel in it. */
  'runtime.js': new URL('../page/main.ts', import.meta.url),
  /** Of the page that is shown while the mini-program does not build. */
  'waiting.js': new URL('../page/router/waiting.ts', import.meta.url),
  /** Of the page with several phones. */
  'phones.js': new URL('../page/router/phones.ts', import.meta.url),
} as const

const bundled = new Map<string, Promise<string>>()

/**
 * A script of the page; undefined when there is none of this name. Built once per process: none depends on the
 * mini-program.
 */
export function runtimeBundle(name: string): Promise<string> | undefined {
  if (!isScript(name)) return undefined
  const known = bundled.get(name) ?? buildScript(SCRIPTS[name])
  bundled.set(name, known)
  return known
}

function isScript(name: string): name is keyof typeof SCRIPTS {
  return Object.hasOwn(SCRIPTS, name)
}

async function buildScript(entry: URL): Promise<string> {
  const result = await build({
    entryPoints: [fileURLToPath(entry)],
    bundle: true,
    write: false,
    format: 'iife',
    target: 'es2022',
    charset: 'utf8',
    sourcemap: 'inline',
    sourceRoot: 'simulator:///',
    logLevel: 'silent',
    define: { 'process.env.NODE_ENV': '"development"' },
  })
  return result.outputFiles[0]?.text ?? ''
}

/** The page's style sheet: the frame around the phone, what lies over it and the looks of the built-in components. */
export function runtimeStyles(): string {
  const own = ['frame.css', 'bars.css', 'phones.css', 'overlays.css'].map((name) =>
    readFileSync(new URL(`../page/${name}`, import.meta.url), 'utf8'),
  )
  return [...own, ...builtins.map((builtin) => builtin.css)].join('\n')
}
