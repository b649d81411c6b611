import { dirname, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Plugin } from 'esbuild'
import type { LeftOut } from './packages.ts'
import { LATE } from './packages.ts'

const ABSENT = 'left-out'
const DEFERRED = 'late'
const STAND_IN = fileURLToPath(new URL('standIn.ts', import.meta.url))

/** Files of this build that the bundles depend on and that esbuild does not see. */
export const TABLES = ['packages.ts', 'lightPackages.ts'].map((file) =>
  fileURLToPath(new URL(file, import.meta.url)),
)

/** Not a file: something that {@link lightPackages} made up. */
export const isMadeUp = (input: string): boolean =>
  input.startsWith(`${ABSENT}:`) || input.startsWith(`${DEFERRED}:`)

/** Goes with the plugin's own question, so that it does not answer that itself. */
const WHERE_IS_IT = 'where is it'

const isPackage = (file: string): boolean => file.includes(`${sep}node_modules${sep}`)

/** Names that are to be found whole, as esbuild's filters are written: for Go. */
const anyOf = (names: readonly string[]): RegExp =>
  new RegExp(`^(${names.map((name) => name.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')).join('|')})$`)

/** What throws as soon as anything of the package is wanted. */
const leftOutSource = (name: string): string =>
  `module.exports = require(${JSON.stringify(STAND_IN)}).leftOut(${JSON.stringify(name)})`

const lateSource = ({ name, file }: Deferred): string => {
  const { callable, esModule } = LATE[name] ?? { callable: false, esModule: false }
  const shape = JSON.stringify({ callable, esModule })
  return `module.exports = require(${JSON.stringify(STAND_IN)}).late(() => require(${JSON.stringify(file)}), ${shape})`
}

interface Deferred {
  readonly name: string
  /** One version of the package. */
  readonly file: string
}

/** Leaves packages out of a bundle, or has them evaluated at first use, wherever another package imports them. */
export const lightPackages = (leftOut: LeftOut): Plugin => ({
  name: 'light-packages',
  setup: (build) => {
    const names = [...new Set([...Object.keys(leftOut), ...Object.keys(LATE)])]
    const deferred = new Map<string, Deferred>()
    build.onResolve({ filter: anyOf(names) }, async ({ path: name, importer, namespace, ...asked }) => {
      if (asked.pluginData === WHERE_IS_IT || namespace !== 'file' || !isPackage(importer)) return undefined
      if (name in leftOut) return { path: name, namespace: ABSENT }
      const { kind, resolveDir } = asked
      const found = await build.resolve(name, { importer, kind, resolveDir, pluginData: WHERE_IS_IT })
      if (found.errors.length > 0) return { errors: found.errors }
      // Shown in the bundle: a path of this machine would make another bundle on another one.
      const path = relative(process.cwd(), found.path).replaceAll(sep, '/')
      deferred.set(path, { name, file: found.path })
      return { path, namespace: DEFERRED }
    })
    build.onLoad({ filter: /.*/, namespace: ABSENT }, ({ path }) => ({
      contents: leftOutSource(path),
      resolveDir: dirname(STAND_IN),
    }))
    build.onLoad({ filter: /.*/, namespace: DEFERRED }, ({ path }) => {
      const found = deferred.get(path)
      return found && { contents: lateSource(found), resolveDir: dirname(found.file) }
    })
  },
})
