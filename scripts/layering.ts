import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import * as v from 'valibot'
import { existingRooms, filesOfRooms } from './checks/rooms.ts'
import { runTool } from './checks/tool.ts'
import { type WrittenImport, writtenImports } from './checks/writtenImports.ts'
import { PROJECT_ROOT } from './project/paths.ts'

const LAWS = join(PROJECT_ROOT, '.dependency-cruiser.cjs')

/** An arrow that breaks a law, or one that could not be judged. */
interface Violation {
  readonly rule: string
  readonly from: string
  readonly to: string
}

/** How many modules of the rooms were read, and what is wrong with their arrows. */
export interface Layering {
  readonly modules: number
  readonly violations: readonly Violation[]
}

/** The part of the cruiser's result that is used. */
const CruiseResult = v.object({
  modules: v.array(
    v.object({
      source: v.string(),
      dependencies: v.array(v.object({ module: v.string(), resolved: v.string() })),
    }),
  ),
  summary: v.object({
    violations: v.array(v.object({ from: v.string(), to: v.string(), rule: v.object({ name: v.string() }) })),
  }),
})
type CruiseResult = v.InferOutput<typeof CruiseResult>
type Module = CruiseResult['modules'][number]

/**
 * With the swc parser the cruiser does not tell `import type` from `import`, so these two laws are held here:
 * in which files an import of what may only be one of types.
 */
const TYPES_ONLY = [
  { rule: 'contract-is-imported-as-types', from: /^cloudfunctions\//, to: /^miniprogram\// },
  {
    rule: 'wx-server-sdk-is-imported-as-types-outside-runtime',
    from: /^cloudfunctions\/(?!common\/runtime\/)/,
    to: /^node_modules\/wx-server-sdk\//,
  },
]

function judgeImport(module: Module, { specifier, typeOnly }: WrittenImport): Violation[] {
  const from = module.source
  const bare = specifier.replace(/^node:/, '')
  const to = module.dependencies.find((dependency) => dependency.module === bare)?.resolved
  if (to === undefined) return [{ rule: 'every-import-is-read', from, to: specifier }]
  const broken = TYPES_ONLY.filter((law) => !typeOnly && law.from.test(from) && law.to.test(to))
  return broken.map(({ rule }) => ({ rule, from, to }))
}

/**
 * Compares what stands in the files with what the cruiser read. A parser that skips something in silence (without swc
 * it reads no TypeScript 7 at all, with swc no `import('…')` in most types) would look like a clean house.
 */
function judgeReading(root: string, files: readonly string[], modules: readonly Module[]): Violation[] {
  const bySource = new Map(modules.map((module) => [module.source, module]))
  return files.flatMap((file) => {
    const module = bySource.get(file)
    if (module === undefined) return [{ rule: 'every-file-is-read', from: file, to: 'nothing' }]
    const imports = writtenImports(readFileSync(join(root, file), 'utf8'))
    return imports.flatMap((each) => judgeImport(module, each))
  })
}

/** A process of its own, because inside tsx the cruiser finds the default export of swc's visitor and not the visitor. */
async function cruise(root: string, laws: string): Promise<CruiseResult> {
  const { code, stdout, output } = await runTool({
    packageName: 'dependency-cruiser',
    command: 'depcruise',
    args: [...existingRooms(root), '--config', laws, '--output-type', 'json'],
    folder: root,
  })
  if (code !== 0) throw new Error(`the cruiser failed: ${output}`)
  return v.parse(CruiseResult, JSON.parse(stdout))
}

/**
 * Holds the house rules (another file of `laws` only in tests) against the tree below `root`. A tree without modules is a
 * violation as well: a check that reads nothing must not pass.
 */
export async function checkLayering(root: string, laws: string = LAWS): Promise<Layering> {
  const files = filesOfRooms(root, /\.tsx?$/)
  if (files.length === 0) {
    return { modules: 0, violations: [{ rule: 'every-file-is-read', from: root, to: 'no module at all' }] }
  }
  const { modules, summary } = await cruise(root, laws)
  const broken = summary.violations.map(({ rule, from, to }) => ({ rule: rule.name, from, to }))
  const read = modules.filter((module) => files.includes(module.source))
  return { modules: read.length, violations: [...broken, ...judgeReading(root, files, modules)] }
}

/** One line per violation. */
export function describeViolations({ violations }: Layering): string {
  return violations.map(({ rule, from, to }) => `${rule}: ${from} → ${to}\n`).join('')
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const layering = await checkLayering(PROJECT_ROOT)
  process.stdout.write(describeViolations(layering))
  process.stdout.write(`layering: ${layering.modules} modules, ${layering.violations.length} wrong arrows\n`)
  process.exitCode = layering.violations.length === 0 ? 0 : 1
}
