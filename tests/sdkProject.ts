import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const require = createRequire(import.meta.url)

/** The SDKs that functions of the field are deployed with: version and file. */
export const SDKS = [
  ['4.0.2', require.resolve('wx-server-sdk')],
  ['3.0.4', require.resolve('wx-server-sdk-3')],
  ['2.6.3', require.resolve('wx-server-sdk-2')],
] as const

export interface TinyFunction {
  /** JavaScript; `cloud` is the SDK, started. */
  readonly source: string
  /** `permissions.openapi` of its config.json; without it there is no such file. */
  readonly openapi?: readonly string[]
  /** Of SDKS; the newest if nothing is said. */
  readonly sdk?: string
}

/** A project of tiny functions in a temporary folder. */
export interface TinyProject {
  readonly root: string
  readonly functions: string
  readonly remove: () => void
}

const head = (sdk: string): string =>
  `const cloud = require(${JSON.stringify(sdk)})
   cloud.init({ env: cloud.DYNAMIC_CURRENT_ENV })\n`

export const writeTinyProject = (functions: Readonly<Record<string, TinyFunction>>): TinyProject => {
  const root = mkdtempSync(join(tmpdir(), 'oneid-sdk-'))
  for (const [name, { source, openapi, sdk = SDKS[0][1] }] of Object.entries(functions)) {
    const folder = join(root, 'functions', name)
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, 'index.js'), head(sdk) + source)
    if (openapi !== undefined) {
      writeFileSync(join(folder, 'config.json'), JSON.stringify({ permissions: { openapi } }))
    }
  }
  return {
    root,
    functions: join(root, 'functions'),
    remove: () => rmSync(root, { recursive: true, force: true }),
  }
}

/** Calls `cloud.<path>(params)`, in which `{ base64 }` stands for a Buffer; answers what it does or throws. */
export const CALL = `
const revive = (value) => {
  if (typeof value !== 'object' || value === null) return value
  if (typeof value.base64 === 'string') return Buffer.from(value.base64, 'base64')
  return Array.isArray(value) ? value.map(revive) : Object.fromEntries(Object.entries(value).map(([k, v]) => [k, revive(v)]))
}
exports.main = async ({ path, options, params }) => {
  let api = cloud[path[0]]
  if (options) api = api(options)
  for (const key of path.slice(1)) api = api[key]
  try {
    return { resolved: await api(revive(params)) }
  } catch ({ errCode, errMsg }) {
    return { rejected: { errCode, errMsg } }
  }
}`
