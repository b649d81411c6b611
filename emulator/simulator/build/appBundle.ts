import path from 'node:path'
import { type BuildContext, type BuildResult, context, type Message, type Plugin } from 'esbuild'
import { logicLayerDefines } from '../logicLayer.ts'
import { generateEntry } from './entry.ts'
import { importRules } from './importRules.ts'
import { nameInProblems, type Problem } from './problem.ts'
import { readProject } from './project.ts'

export interface BuiltBundle {
  /** Undefined when a problem is an error. */
  code: string | undefined
  problems: readonly Problem[]
}

interface AppBundle {
  build(): Promise<BuiltBundle>
  dispose(): Promise<void>
}

const ENTRY = 'mini-program-entry'

/** The mini-program in one script; esbuild keeps what it has parsed between builds. */
export function createAppBundle(root: string): AppBundle {
  let entry = ''
  let contexts: Promise<BuildContext> | undefined

  const openContext = () =>
    context({
      entryPoints: [ENTRY],
      absWorkingDir: root,
      outfile: path.join(root, 'app.js'),
      bundle: true,
      write: false,
      format: 'iife',
      target: 'es2022',
      charset: 'utf8',
      sourcemap: 'inline',
      sourceRoot: 'miniprogram:///',
      logLevel: 'silent',
      define: logicLayerDefines(),
      plugins: [virtualEntry(root, () => entry), importRules(root)],
    })

  return {
    async build() {
      const problems: Problem[] = []
      const project = readProject(root, problems)
      entry = generateEntry(project, problems)
      contexts ??= openContext()
      const { code, messages } = await rebuild(await contexts)
      problems.push(...messages.map(({ severity, message }) => problemOf(root, severity, message)))
      const failed = problems.some((problem) => problem.severity === 'error')
      return { code: failed ? undefined : code, problems }
    },
    async dispose() {
      const open = contexts
      contexts = undefined
      await (await open)?.dispose()
    },
  }
}

function virtualEntry(root: string, text: () => string): Plugin {
  return {
    name: ENTRY,
    setup(build) {
      build.onResolve({ filter: new RegExp(`^${ENTRY}$`) }, () => ({ path: ENTRY, namespace: ENTRY }))
      build.onLoad({ filter: /.*/, namespace: ENTRY }, () => ({ contents: text(), resolveDir: root }))
    },
  }
}

interface Told {
  severity: Problem['severity']
  message: Message
}

async function rebuild(open: BuildContext): Promise<{ code: string | undefined; messages: Told[] }> {
  const told = ({ errors, warnings }: Pick<BuildResult, 'errors' | 'warnings'>): Told[] => [
    ...errors.map((message) => ({ severity: 'error' as const, message })),
    ...warnings.map((message) => ({ severity: 'warning' as const, message })),
  ]
  try {
    const result = await open.rebuild()
    return { code: result.outputFiles?.[0]?.text, messages: told(result) }
  } catch (error) {
    if (!isBuildFailure(error)) throw error
    return { code: undefined, messages: told(error) }
  }
}

function isBuildFailure(error: unknown): error is Pick<BuildResult, 'errors' | 'warnings'> {
  return error instanceof Error && 'errors' in error && 'warnings' in error
}

function problemOf(root: string, severity: Problem['severity'], message: Message): Problem {
  const { location, text } = message
  return {
    severity,
    file: nameInProblems(root, location ? path.resolve(root, location.file) : root),
    line: location?.line ?? 0,
    column: location ? location.column + 1 : 0,
    message: text,
  }
}
