import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { isJsonObject } from './json.ts'

/** The folder that "build npm" of DevTools writes: developers.weixin.qq.com/miniprogram/dev/devtools/npm.html (2026-11) */
const BUILT = 'miniprogram_npm'
const INSTALLED = 'node_modules'

/**
 * Absolute path of a file of the mini-program, by its name inside it. What "build npm" would put there and has not is
 * taken from where `npm install` has left it, so that a project that was just cloned runs without DevTools.
 */
export function sourceFile(root: string, name: string): string {
  const steps = name.split('/')
  const own = path.join(root, ...steps)
  if (steps[0] !== BUILT || steps.includes('..')) return own
  const length = steps[1]?.startsWith('@') ? 3 : 2
  const packageName = steps.slice(1, length).join('/')
  if (existsSync(path.join(root, BUILT, packageName))) return own
  const folder = installedPackage(root, packageName)
  if (folder === undefined) return own
  return path.join(folder, distributionOf(folder), ...steps.slice(length))
}

/** The folder in which `npm install` has left a package, seen from `from` as Node sees it. */
export function installedPackage(from: string, packageName: string): string | undefined {
  for (let folder = from; ; folder = path.dirname(folder)) {
    const found = path.join(folder, INSTALLED, ...packageName.split('/'))
    if (existsSync(path.join(found, 'package.json'))) return found
    if (path.dirname(folder) === folder) return undefined
  }
}

/**
 * What a file may reach by `../`: the mini-program's folder, which is all that is uploaded, or, for a file of an
 * installed package, that package.
 */
export function homeOf(root: string, file: string): string {
  const steps = file.split(path.sep)
  const at = steps.lastIndexOf(INSTALLED)
  // The whole project may lie in such a folder.
  if (at < 0 || root.split(path.sep)[at] === INSTALLED) return root
  return steps.slice(0, at + (steps[at + 1]?.startsWith('@') ? 3 : 2)).join(path.sep)
}

/** Whether a file is somebody else's: of a package, built in or installed. */
export function ofPackage(root: string, file: string): boolean {
  return homeOf(root, file) !== root || path.relative(root, file).split(path.sep).includes(BUILT)
}

/** Whether a file lies in a folder, or is it. */
export function liesIn(folder: string, file: string): boolean {
  const inside = path.relative(folder, file)
  return !inside.startsWith('..') && !path.isAbsolute(inside)
}

/** The names of the installed packages that files of a mini-program belong to. */
export function packagesOf(root: string, files: readonly string[]): string[] {
  const homes = new Set(files.map((file) => homeOf(root, file)))
  homes.delete(root)
  return [...homes].map(nameOf).sort()
}

const nameOf = (folder: string): string =>
  folder
    .slice(folder.lastIndexOf(INSTALLED) + INSTALLED.length + 1)
    .split(path.sep)
    .join('/')

/** The folder of a package that is meant for mini-programs, relative to it; there is none in one of plain JavaScript. */
function distributionOf(folder: string): string {
  const manifest: unknown = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'))
  const named = isJsonObject(manifest) ? manifest['miniprogram'] : undefined
  return typeof named === 'string' ? named : 'miniprogram_dist'
}
