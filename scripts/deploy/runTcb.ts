import { spawn } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { requireSuccess } from '../conformance/tcb.ts'
import { inProject } from '../project/paths.ts'
import type { AccountKey, ControlPlaneClient } from './controlPlane.ts'
import type { FunctionDeployment } from './functionDeployment.ts'
import type { Pause, ReadBack } from './readBack.ts'
import { readBack } from './readBack.ts'
import type { Network } from './send.ts'
import { FUNCTION_ROOT, tcbConfig } from './tcbConfig.ts'

/** Where a function is deployed to, and as whom. */
export interface DeployTarget {
  readonly env: string
  readonly key: AccountKey
  readonly network: Network
  readonly client: ControlPlaneClient
  readonly pause: Pause
}

/** `tcb` itself waits five minutes for a function to become active. */
const LIMIT_MS = 7 * 60_000

/** What a process needs of this one's environment to run at all. */
const KEPT = ['PATH', 'SystemRoot', 'TMPDIR', 'TEMP', 'TMP']

const TCB = inProject('node_modules', '@cloudbase', 'cli', 'bin', 'tcb')

const keptEnvironment = (): Record<string, string> =>
  Object.fromEntries(
    KEPT.flatMap((name) => {
      const value = process.env[name]
      return value === undefined ? [] : [[name, value]]
    }),
  )

/** `tcb` reads the key from the home folder only, its variables for it do nothing (@cloudbase/cli 2.12.10). */
const writeHome = (home: string, { secretId, secretKey }: AccountKey, { authority }: Network): void => {
  const folder = join(home, '.config', '.cloudbase')
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const credential = { secretId, secretKey: secretKey.reveal() }
  writeFileSync(join(folder, 'auth.json'), JSON.stringify({ credential }), { mode: 0o600 })
  if (authority !== undefined) writeFileSync(join(home, 'authority.pem'), authority)
}

const environmentOf = (
  home: string,
  { variables }: FunctionDeployment,
  { proxy, authority }: Network,
): Record<string, string> => ({
  ...Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, value.reveal()])),
  ...keptEnvironment(),
  HOME: home,
  USERPROFILE: home,
  NO_COLOR: '1',
  ...(proxy !== undefined && { http_proxy: proxy, https_proxy: proxy }),
  ...(authority !== undefined && { NODE_EXTRA_CA_CERTS: join(home, 'authority.pem') }),
})

/** All that it printed. Its exit code is not looked at: it is 0 after most failures too. */
const run = (
  args: readonly string[],
  folder: string,
  env: Record<string, string>,
  signal: AbortSignal,
): Promise<string> =>
  new Promise((resolve) => {
    const child = spawn(process.execPath, [TCB, ...args], {
      cwd: folder,
      env,
      // A question that it asks finds nobody.
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: LIMIT_MS,
      killSignal: 'SIGKILL',
      signal,
    })
    let output = ''
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => {
        output += text
      })
    child.on('error', (error) => resolve(`✖ ${error.message}`))
    child.on('close', (_code, by) => resolve(by === null ? output : `${output}\n✖ tcb was ended by ${by}`))
  })

/** Nothing that `tcb` prints shows a secret, whatever it thought of. */
const withoutSecrets = (text: string, { key }: DeployTarget, { variables }: FunctionDeployment): string =>
  [key.secretKey, ...Object.values(variables)]
    .map((secret) => secret.reveal())
    .filter((value) => value !== '')
    .sort((one, other) => other.length - one.length)
    .reduce((shown, value) => shown.replaceAll(value, '[secret]'), text)

/** A folder that is gone afterwards: also after an error, and when somebody stops the command and `tcb` with it. */
const inTemporaryFolder = async <T>(
  use: (folder: string, stopped: AbortSignal) => Promise<T>,
): Promise<T> => {
  const stopping = new AbortController()
  const folder = mkdtempSync(join(tmpdir(), 'deploy-'))
  const remove = (): void => rmSync(folder, { recursive: true, force: true, maxRetries: 3 })
  const stop = (signal: NodeJS.Signals): void => {
    stopping.abort()
    remove()
    process.kill(process.pid, signal)
  }
  const signals = ['SIGINT', 'SIGTERM'] as const
  for (const signal of signals) process.once(signal, stop)
  try {
    return await use(folder, stopping.signal)
  } finally {
    for (const signal of signals) process.off(signal, stop)
    remove()
  }
}

/**
 * Deploys one function with `tcb fn deploy`, and reads back whether the cloud has it as it should be. Doing it again
 * does no harm.
 * @throws Error with what `tcb` printed, without secrets; ControlPlaneError when it cannot be read back; Error with all
 * that differs
 */
export const deployFunction = async (
  target: DeployTarget,
  deployment: FunctionDeployment,
): Promise<ReadBack> => {
  const config = tcbConfig(target.env, deployment)
  const command = ['fn', 'deploy', deployment.name, '--yes', '--deployMode', 'zip']
  const output = await inTemporaryFolder(async (home, stopped) => {
    writeHome(home, target.key, target.network)
    writeFileSync(join(home, 'cloudbaserc.json'), JSON.stringify(config))
    cpSync(deployment.folder, join(home, FUNCTION_ROOT, deployment.name), { recursive: true })
    return run(command, home, environmentOf(home, deployment, target.network), stopped)
  })
  requireSuccess(command, withoutSecrets(output, target, deployment))
  const found = await readBack(target.client, target.env, deployment, target.pause)
  if (found.differences.length === 0) return found
  throw new Error(
    `${deployment.name} is not in ${target.env} as it should be: ${found.differences.join('; ')}`,
  )
}
