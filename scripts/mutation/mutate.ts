import { copyFile, cp, mkdtemp, realpath, rm, symlink, unlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runTool } from '../checks/tool.ts'
import { inProject, readJson } from '../project/paths.ts'

/** The rooms under test, and those that they import. */
const COPIED_ROOMS = ['base', 'identity', 'routes', 'wechat']
const CONFIGURATIONS = ['stryker.config.json', 'vitest.config.ts']

/** Two to four minutes on two cores. */
const LIMIT_SECONDS = 20 * 60

/** A folder in which Stryker may change what it likes: whoever works in the repository meanwhile sees nothing of it. */
const furnish = async (folder: string): Promise<void> => {
  for (const room of COPIED_ROOMS) {
    const path = ['cloudfunctions', 'common', room]
    await cp(inProject(...path), join(folder, ...path), { recursive: true })
  }
  for (const name of CONFIGURATIONS)
    await copyFile(inProject('scripts', 'mutation', name), join(folder, name))
  // A junction needs no administrator on Windows; elsewhere it is a symbolic link.
  await symlink(inProject('node_modules'), join(folder, 'node_modules'), 'junction')
}

const clear = async (folder: string): Promise<void> => {
  // Before the rest, so that nothing can follow it into the real node_modules.
  await unlink(join(folder, 'node_modules')).catch(() => undefined)
  await rm(folder, { recursive: true, force: true, maxRetries: 5 })
}

/**
 * Mutates the rooms `identity` and `routes` in a copy, with their own unit tests against every mutant.
 * @returns Stryker's JSON report, not narrowed
 * @throws Error with Stryker's output, if it could not do its work
 */
export const mutate = async (): Promise<unknown> => {
  // Names of files are compared as text: no links (macOS) and no short names (Windows) on the way.
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'mutation-')))
  try {
    await furnish(folder)
    const { code, output } = await runTool({
      packageName: '@stryker-mutator/core',
      command: 'stryker',
      args: ['run'],
      folder,
      limitSeconds: LIMIT_SECONDS,
    })
    if (code !== 0) throw new Error(`Stryker ended with exit code ${code}\n${output}`)
    return await readJson(join(folder, 'report.json'))
  } finally {
    await clear(folder)
  }
}
