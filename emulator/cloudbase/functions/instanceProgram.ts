import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const ENTRY = fileURLToPath(new URL('./instance/program.ts', import.meta.url))

let bundled: Promise<string> | undefined

/** The instance program as one piece of JavaScript, built once per process: a thread has no TypeScript loader. */
export const instanceProgram = (): Promise<string> => {
  bundled ??= build({
    entryPoints: [ENTRY],
    bundle: true,
    write: false,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    logLevel: 'silent',
  }).then(({ outputFiles }) => outputFiles.map(({ text }) => text).join(''))
  return bundled
}
