import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const SDK = createRequire(import.meta.url).resolve('wx-server-sdk')

/** Functions that do one thing, for measuring what it costs. */
const SOURCES: Readonly<Record<string, string>> = {
  noop: 'exports.main = async () => 1',
  /** One read by id and one write, as a login does. */
  loginLike: `
    const cloud = require(${JSON.stringify(SDK)})
    cloud.init({ env: cloud.DYNAMIC_CURRENT_ENV })
    const db = cloud.database()
    exports.main = async () => {
      const { OPENID } = cloud.getWXContext()
      await db.collection('seen').where({ _id: OPENID }).limit(1).get()
      await db.collection('seen').where({ _id: OPENID }).update({ data: { times: db.command.inc(1) } })
    }`,
}

/** Writes the functions into a folder of their own; answers it, and how to remove it. */
export const writeBenchProject = (): { readonly root: string; readonly remove: () => void } => {
  const root = mkdtempSync(join(tmpdir(), 'oneid-bench-'))
  for (const [name, source] of Object.entries(SOURCES)) {
    mkdirSync(join(root, name))
    writeFileSync(join(root, name, 'index.js'), source)
  }
  return { root, remove: () => rmSync(root, { recursive: true, force: true, maxRetries: 5 }) }
}
