import { build } from 'esbuild'
import type { FunctionSource } from './discover.ts'

/**
 * One CommonJS file of a function that is written in TypeScript, with its source map inside. Packages stay outside:
 * they are resolved from the function's own node_modules, as after an upload.
 * @throws Error with esbuild's own list of file, line and column
 */
export const compileTypeScript = async ({ folder, file }: FunctionSource): Promise<string> => {
  const { outputFiles } = await build({
    entryPoints: [file],
    // Beside the source: the source map is relative to it.
    outfile: file.replace(/\.ts$/, '.js'),
    absWorkingDir: folder,
    bundle: true,
    write: false,
    packages: 'external',
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    sourcemap: 'inline',
    logLevel: 'silent',
  })
  return outputFiles.map(({ text }) => text).join('')
}
