import path from 'node:path'
import { type BuildContext, type BuildResult, context, type Message, type Plugin } from 'esbuild'
import { logicLayerDefines } from '../logicLayer.ts'
import { codeFrame } from './codeFrame.ts'
import { generateEntry } from './entry.ts'
import type { OtherHosts } from './html.ts'
import { importRules } from './importRules.ts'
import { missingApis } from './missingApis.ts'
import { packagesOf } from './npmPackages.ts'
import { nameInProblems, type Problem } from './problem.ts'
import { readProject } from './project.ts'

export interface BuiltBundle {
  /** Undefined when a problem is an error. */
  code: string | undefined
  /** CSS by path, as in the bundle. */
  styles: Readonly<Record<string, string>>
  problems: readonly Problem[]
  /** What the simulator lacks and the mini-program asks for, a line each. */
  notices: readonly string[]
}

interface AppBundle {
  build(): Promise<BuiltBundle>
  dispose(): Promise<void>
}

const ENTRY = 'mini-program-entry'

/** The mini-program in one script; esbuild keeps what it has parsed between builds. */
export function createAppBundle(root: string, otherHosts: OtherHosts): AppBundle {
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
      metafile: true,
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
      const { code: module, styles } = generateEntry(project, otherHosts, problems)
      entry = module
      contexts ??= openContext()
      const { code, scripts, messages } = await rebuild(await contexts)
      problems.push(...messages.map(({ severity, message }) => problemOf(root, severity, message)))
      const failed = problems.some((problem) => problem.severity === 'error')
      const framed = problems.map((problem) => withFrame(root, problem))
      const files = scripts.map((script) => path.resolve(root, script))
      const notices = [...packagesOf(root, files).map(notBuiltYet), ...(await missingApis(root, files))]
      return { code: failed ? undefined : code, styles, problems: framed, notices }
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

interface Rebuilt {
  code: string | undefined
  /** Relative to the mini-program's folder. */
  scripts: readonly string[]
  messages: Told[]
}

async function rebuild(open: BuildContext): Promise<Rebuilt> {
  const told = ({ errors, warnings }: Pick<BuildResult, 'errors' | 'warnings'>): Told[] => [
    ...errors.map((message) => ({ severity: 'error' as const, message })),
    ...warnings.map((message) => ({ severity: 'warning' as const, message })),
  ]
  try {
    const result = await open.rebuild()
    const scripts = Object.keys(result.metafile?.inputs ?? {}).filter((file) => /\.[jt]s$/.test(file))
    return { code: result.outputFiles?.[0]?.text, scripts, messages: told(result) }
  } catch (error) {
    if (!isBuildFailure(error)) throw error
    return { code: undefined, scripts: [], messages: told(error) }
  }
}

function isBuildFailure(error: unknown): error is Pick<BuildResult, 'errors' | 'warnings'> {
  return error instanceof Error && 'errors' in error && 'warnings' in error
}

const notBuiltYet = (name: string): string =>
  `${name} is taken from node_modules: before WeChat DevTools or a phone finds it, choose 工具 > 构建 npm in DevTools`

function withFrame(root: string, problem: Problem): Problem {
  const frame = codeFrame(root, problem)
  return frame === undefined ? problem : { ...problem, frame }
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
