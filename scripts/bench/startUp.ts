import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { PROJECT_ROOT } from '../project/paths.ts'

const EMPTY_SERVER = `require('http').createServer().listen(0, '127.0.0.1', () => console.log('ready'))`

/** Real milliseconds from the start of a Node process until it says `ready`; the process is ended then. */
const untilReady = (args: readonly string[]): Promise<number> =>
  new Promise((resolve, reject) => {
    const began = performance.now()
    const child = spawn(process.execPath, [...args], {
      cwd: PROJECT_ROOT,
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    let ready: number | undefined
    child.stdout.on('data', (said) => {
      if (ready !== undefined || !String(said).includes('ready')) return
      ready = performance.now() - began
      child.kill()
    })
    child.on('error', reject)
    child.on('exit', () =>
      ready === undefined ? reject(new Error(`${args.join(' ')} did not get ready`)) : resolve(ready),
    )
  })

/** The local cloud with everything built. */
export const localCloudReady = (): Promise<number> =>
  untilReady([join('scripts', 'launch.cjs'), 'start', '--port', '0', '--memory', '--quiet'])

/** An HTTP server that does nothing: what no start on this machine can undercut. */
export const emptyServerReady = (): Promise<number> => untilReady(['-e', EMPTY_SERVER])
