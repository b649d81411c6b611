import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join, sep } from 'node:path'
import { build } from 'esbuild'
import * as v from 'valibot'
import { PATHS } from './paths.ts'

/** In bytes. */
export interface MiniprogramSizes {
  /** The client SDK with all that it exports, minified. */
  readonly sdk: number
  /** Sources of the main package as they lie there: what DevTools uploads is smaller. */
  readonly mainPackage: number
  readonly subPackages: number
}

const AppSchema = v.object({ subPackages: v.array(v.object({ root: v.string() })) })

/** What phones download. */
export async function miniprogramSizes(root: string = PATHS.miniprogram): Promise<MiniprogramSizes> {
  const app = v.parse(AppSchema, JSON.parse(readFileSync(join(root, 'app.json'), 'utf8')))
  const roots = app.subPackages.map((part) => join(root, part.root) + sep)
  const files = readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((file) => file.isFile() && !/\.md$|^tsconfig\.json$/.test(file.name))
    .map((file) => join(file.parentPath, file.name))
  const inSubPackage = (file: string) => roots.some((folder) => file.startsWith(folder))
  const sum = (some: readonly string[]) => some.reduce((bytes, file) => bytes + statSync(file).size, 0)
  return {
    sdk: await sdkSize(root),
    mainPackage: sum(files.filter((file) => !inSubPackage(file))),
    subPackages: sum(files.filter(inSubPackage)),
  }
}

async function sdkSize(root: string): Promise<number> {
  const { outputFiles } = await build({
    entryPoints: [join(root, 'services', 'oneid', 'index.ts')],
    bundle: true,
    minify: true,
    write: false,
    format: 'cjs',
    target: 'es2020',
    charset: 'utf8',
  })
  return outputFiles.reduce((bytes, { contents }) => bytes + contents.length, 0)
}
