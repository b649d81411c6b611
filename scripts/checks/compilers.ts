import { spawnSync } from 'node:child_process'
import { chmodSync, copyFileSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import path from 'node:path'

const require = createRequire(import.meta.url)

/** WeChat's own compilers of WXML and of WXSS, as the package carries them: x86-64 binaries, no source. */
const FOLDERS: Readonly<Partial<Record<NodeJS.Platform, string>>> = {
  linux: 'linux',
  darwin: 'mac',
  win32: 'windows',
}

/** Why they cannot run on this machine; nothing if they can. A Mac and Windows run x86-64 on ARM too, Linux does not. */
export function withoutCompilers(
  platform = process.platform,
  arch: string = process.arch,
): string | undefined {
  const runs = platform === 'linux' ? arch === 'x64' : FOLDERS[platform] !== undefined
  return runs ? undefined : `WeChat has no compilers for ${platform} ${arch}`
}

/**
 * Whether WeChat's compilers take every WXML, WXS and WXSS file of a mini-program. They are older than what DevTools
 * has (package miniprogram-compiler 0.2.3), so what they take works on old phones as well.
 * @param root folder of the mini-program
 * @returns what they refuse, with file, line and column; empty if nothing
 */
export function compilerComplaints(root: string): string {
  const files = (extension: string): string[] =>
    readdirSync(root, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith(extension) && !file.includes('node_modules'))
      .map((file) => file.replaceAll('\\', '/'))
      .sort()
  const pages = files('.wxml')
  const styles = files('.wxss')
  // A check that reads nothing must not pass.
  if (pages.length === 0 || styles.length === 0) return `no WXML or no WXSS in ${root}`
  return [
    // -cc: compile all; 0: no page says more about its components; -gn: name of the function that comes out.
    complaintOf('wcc', root, ['-d', '-cc', '0', ...pages, ...files('.wxs'), '-gn', '$gwx']),
    // -pc: so many of the files, the first, are of pages and components; the others may be imported only.
    complaintOf('wcsc', root, ['-db', '-pc', String(styles.length), ...styles]),
  ]
    .filter((complaint) => complaint !== '')
    .join('\n')
}

/** A copy, because npm unpacks the binaries without the right to be run, and node_modules may be read-only. */
function complaintOf(compiler: string, root: string, args: readonly string[]): string {
  const home = path.dirname(require.resolve('miniprogram-compiler/package.json'))
  const file = process.platform === 'win32' ? `${compiler}.exe` : compiler
  const folder = mkdtempSync(path.join(tmpdir(), 'oneid-compilers-'))
  try {
    const copy = path.join(folder, file)
    copyFileSync(path.join(home, 'bin', FOLDERS[process.platform] ?? '', file), copy)
    chmodSync(copy, 0o755)
    const run = spawnSync(copy, args, { cwd: root, encoding: 'utf8', maxBuffer: 2 ** 27, timeout: 60_000 })
    if (run.status === 0) return ''
    return `${compiler}: ${run.stderr?.trim() || run.error?.message || `ended by ${run.signal ?? run.status}`}`
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
