import { existsSync, readdirSync } from 'node:fs'
import { copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { build, version as esbuildVersion } from 'esbuild'
import * as v from 'valibot'
import { hashFiles, unchanged } from './contentHash.ts'

/** Raise it when the way of building changes, so that nobody keeps what an older way built. */
const RECIPE = '1'

const StampSchema = v.object({
  recipe: v.string(),
  functions: v.array(v.string()),
  inputs: v.record(v.string(), v.string()),
  outputs: v.record(v.string(), v.string()),
})

export interface BuildOptions {
  /** Folder of the sources: one sub-folder per function, with index.ts and config.json. */
  readonly root: string
  /** Folder that gets `<name>/{index.js,config.json,package.json}`; its other contents are removed. */
  readonly out: string
}

export interface BuildReport {
  readonly functions: readonly string[]
  /** Nothing had changed since the build before. */
  readonly cached: boolean
}

/** Names of the functions in a folder of sources, sorted. */
const sourceFunctions = (root: string): readonly string[] =>
  readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(root, entry.name, 'index.ts')))
    .map((entry) => entry.name)
    .sort()

const recipe = `${RECIPE} esbuild ${esbuildVersion}`

const stampFile = (out: string): string => join(dirname(out), 'functions.build.json')

const isUpToDate = async (out: string, functions: readonly string[]): Promise<boolean> => {
  try {
    const stamp = v.parse(StampSchema, JSON.parse(await readFile(stampFile(out), 'utf8')))
    if (stamp.recipe !== recipe || stamp.functions.join() !== functions.join()) return false
    return (await unchanged(stamp.inputs)) && (await unchanged(stamp.outputs))
  } catch {
    return false
  }
}

/** What the platform reads beside the code: nothing to install, everything is in the bundle. */
const packageJson = (name: string): string =>
  `${JSON.stringify({ name, version: '0.1.0', private: true, main: 'index.js' }, null, 2)}\n`

/**
 * Builds all functions with one call of esbuild, unless nothing has changed since the last time.
 * @throws Error with esbuild's own list of file, line and column
 */
export const buildFunctions = async ({ root, out }: BuildOptions): Promise<BuildReport> => {
  const functions = sourceFunctions(root)
  if (await isUpToDate(out, functions)) return { functions, cached: true }
  await rm(out, { recursive: true, force: true })
  const { metafile } = await build({
    entryPoints: Object.fromEntries(functions.map((name) => [`${name}/index`, join(root, name, 'index.ts')])),
    outdir: out,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    metafile: true,
    logLevel: 'silent',
  })
  const configs = functions.map((name) => join(root, name, 'config.json'))
  for (const [at, name] of functions.entries()) {
    await mkdir(join(out, name), { recursive: true })
    await copyFile(configs[at] ?? '', join(out, name, 'config.json'))
    await writeFile(join(out, name, 'package.json'), packageJson(name))
  }
  const outputs = functions.flatMap((name) =>
    ['index.js', 'config.json', 'package.json'].map((file) => join(out, name, file)),
  )
  const stamp = {
    recipe,
    functions,
    inputs: await hashFiles([...Object.keys(metafile.inputs).map((path) => resolve(path)), ...configs]),
    outputs: await hashFiles(outputs),
  }
  await writeFile(stampFile(out), JSON.stringify(stamp))
  return { functions, cached: false }
}
