import { existsSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, join, resolve } from 'node:path'
import { compileFunction } from 'node:vm'
import { type BuildFailure, buildSync } from 'esbuild'
import { UserError } from '../userError.ts'

const NAMES = ['local-cloud.js', 'local-cloud.cjs', 'local-cloud.mjs']

const FIX = 'Correct local-cloud.js, or move it away.'

export const projectFileInvalid = (words: string): UserError =>
  new UserError('PROJECT_FILE_INVALID', words, FIX)

const isBuildFailure = (error: unknown): error is BuildFailure =>
  error instanceof Error && 'errors' in error && Array.isArray(error.errors)

const wordsOf = (error: unknown, file: string): string => {
  if (!isBuildFailure(error)) return `${file}: ${error instanceof Error ? error.message : String(error)}`
  const [first] = error.errors
  if (first === undefined) return `${file}: ${error.message}`
  const { location, text } = first
  return location === null
    ? `${file}: ${text}`
    : `${location.file}:${location.line}:${location.column + 1} ${text}`
}

export interface ProjectFile {
  /** What the file exports: its default export, if it has one. */
  readonly content: unknown
  /** Absolute paths of the file and of what it imports from the project. */
  readonly inputs: readonly string[]
}

/** Where the file may be; the first that exists counts. */
export const projectFileCandidates = (root: string): readonly string[] =>
  NAMES.map((name) => resolve(root, name))

/**
 * Loads local-cloud.js of a project's top folder, as often as it changes: it is bundled with its relative imports
 * each time, so no module cache is in the way and both module systems work whatever package.json says.
 * @returns undefined when there is none
 * @throws UserError PROJECT_FILE_INVALID
 */
export const loadProjectFile = (root: string): ProjectFile | undefined => {
  const file = projectFileCandidates(root).find((candidate) => existsSync(candidate))
  if (file === undefined) return undefined
  try {
    const { outputFiles, metafile } = buildSync({
      entryPoints: [file],
      absWorkingDir: resolve(root),
      bundle: true,
      packages: 'external',
      platform: 'node',
      format: 'cjs',
      target: 'node20',
      sourcemap: 'inline',
      metafile: true,
      write: false,
      outfile: file,
      allowOverwrite: true,
      logLevel: 'silent',
    })
    const module: { exports: unknown } = { exports: {} }
    const run = compileFunction(
      outputFiles[0]?.text ?? '',
      ['module', 'exports', 'require', '__filename', '__dirname'],
      { filename: file },
    )
    run(module, module.exports, createRequire(file), file, resolve(root))
    return {
      content: defaultOf(module.exports),
      inputs: Object.keys(metafile.inputs).map((input) => join(resolve(root), input)),
    }
  } catch (error) {
    throw projectFileInvalid(wordsOf(error, basename(file)))
  }
}

const defaultOf = (exported: unknown): unknown =>
  typeof exported === 'object' && exported !== null && 'default' in exported ? exported.default : exported

/** Differs when one of the files came, went or changed. */
export const filesSignature = (files: readonly string[]): string =>
  files
    .map((file) => {
      const found = statSync(file, { throwIfNoEntry: false })
      return found === undefined ? '-' : `${found.mtimeMs}/${found.size}`
    })
    .join(' ')
