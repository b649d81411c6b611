import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import type { Sdk } from '../case.ts'

const PROJECT_ROOT = fileURLToPath(new URL('../../..', import.meta.url))
const ENTRY = fileURLToPath(new URL('main.ts', import.meta.url))

/** The package of each version; package.json has them under these names. */
const PACKAGES: Readonly<Record<Sdk, string>> = {
  2: 'wx-server-sdk-2',
  3: 'wx-server-sdk-3',
  4: 'wx-server-sdk',
}

/** What a function may ask of WeChat stands in its config.json. */
const PERMISSIONS = [
  'auth.getPaidUnionId',
  'phonenumber.getPhoneNumber',
  'security.msgSecCheck',
  'security.imgSecCheck',
  'wxacode.getUnlimited',
  'absent.absent',
]

/** The versions that the cases run with, newest first. */
export const SDKS: readonly Sdk[] = ['4', '3', '2']

/**
 * Bundles the cases with one version of the SDK into `<folder>/index.js`: a function that needs nothing installed.
 * @throws Error with esbuild's own list of file, line and column
 */
export const buildProbe = async (sdk: Sdk, folder: string): Promise<void> => {
  await mkdir(folder, { recursive: true })
  await build({
    entryPoints: [ENTRY],
    outfile: join(folder, 'index.js'),
    bundle: true,
    platform: 'node',
    target: 'node18',
    format: 'cjs',
    alias: { 'wx-server-sdk': join(PROJECT_ROOT, 'node_modules', PACKAGES[sdk]) },
    logLevel: 'silent',
  })
  const config = { permissions: { openapi: PERMISSIONS } }
  await writeFile(join(folder, 'config.json'), `${JSON.stringify(config, null, 2)}\n`)
  const content = { name: 'oneid-conformance', version: '1.0.0', private: true, main: 'index.js' }
  await writeFile(join(folder, 'package.json'), `${JSON.stringify(content, null, 2)}\n`)
}
