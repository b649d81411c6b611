import { existsSync, readdirSync } from 'node:fs'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import type { BuildResult, BuildOptions as EsbuildOptions } from 'esbuild'
import { build, version as esbuildVersion } from 'esbuild'
import * as v from 'valibot'
import { hashFiles, unchanged } from './contentHash.ts'
import { isMadeUp, lightPackages, TABLES } from './lightPackages.ts'
import type { LeftOut } from './packages.ts'
import { leftOutOf } from './packages.ts'
import { writeWhole } from './writeWhole.ts'

/** Raise it when the way of building changes, so that nobody keeps what an older way built. */
const RECIPE = '3'

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

/** Functions that leave out the same packages. */
interface Group {
  readonly leftOut: LeftOut
  readonly functions: readonly string[]
}

const groupsOf = (functions: readonly string[]): readonly Group[] => {
  const groups = new Map<string, Group>()
  for (const name of functions) {
    const leftOut = leftOutOf(name)
    const key = Object.keys(leftOut).join()
    groups.set(key, { leftOut, functions: [...(groups.get(key)?.functions ?? []), name] })
  }
  return [...groups.values()]
}

/**
 * One call of esbuild for all functions of a group: what they share is read once. It does not minify: a stack in the
 * logs then tells line and name, and what weighs in a bundle are packages.
 */
const bundlingOf = ({ root, out }: BuildOptions, { functions, leftOut }: Group) =>
  ({
    entryPoints: Object.fromEntries(functions.map((name) => [`${name}/index`, join(root, name, 'index.ts')])),
    outdir: out,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    metafile: true,
    write: false,
    logLevel: 'silent',
    plugins: [lightPackages(leftOut)],
  }) satisfies EsbuildOptions

export type Bundling = ReturnType<typeof bundlingOf>

/** Calls of esbuild that together make all functions. */
export const bundlings = (options: BuildOptions): readonly Bundling[] =>
  groupsOf(sourceFunctions(options.root)).map((group) => bundlingOf(options, group))

/**
 * Writes what was bundled, each file as a whole: a function that is loaded meanwhile sees the old code or the new.
 * Notes what it was made from, for the next build.
 */
export const writeBuild = async (
  { root, out }: BuildOptions,
  results: readonly BuildResult<Bundling>[],
): Promise<readonly string[]> => {
  const functions = sourceFunctions(root)
  const configs = functions.map((name) => join(root, name, 'config.json'))
  for (const { path, contents } of results.flatMap(({ outputFiles }) => outputFiles))
    await writeWhole(path, contents)
  for (const name of functions) {
    await writeWhole(join(out, name, 'config.json'), await readFile(join(root, name, 'config.json')))
    await writeWhole(join(out, name, 'package.json'), packageJson(name))
  }
  const outputs = functions.flatMap((name) =>
    ['index.js', 'config.json', 'package.json'].map((file) => join(out, name, file)),
  )
  const bundled = results.flatMap(({ metafile }) => Object.keys(metafile.inputs))
  const files = new Set(bundled.filter((input) => !isMadeUp(input)).map((path) => resolve(path)))
  const stamp = {
    recipe,
    functions,
    inputs: await hashFiles([...files, ...configs, ...TABLES]),
    outputs: await hashFiles(outputs),
  }
  await writeFile(stampFile(out), JSON.stringify(stamp))
  return functions
}

/**
 * Builds all functions, unless nothing has changed since the last time.
 * @throws Error with esbuild's own list of file, line and column
 */
export const buildFunctions = async (options: BuildOptions): Promise<BuildReport> => {
  const functions = sourceFunctions(options.root)
  if (await isUpToDate(options.out, functions)) return { functions, cached: true }
  const built = await Promise.all(bundlings(options).map((one) => build(one)))
  await rm(options.out, { recursive: true, force: true })
  return { functions: await writeBuild(options, built), cached: false }
}
