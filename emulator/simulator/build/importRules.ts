import { existsSync } from 'node:fs'
import path from 'node:path'
import type { Plugin } from 'esbuild'
import { homeOf, installedPackage, liesIn, sourceFile } from './npmPackages.ts'

/**
 * Imports as DevTools resolves them: a package only from the folder that "build npm" writes, or would write
 * (https://developers.weixin.qq.com/miniprogram/dev/devtools/npm.html), and nothing from outside the
 * mini-program's folder, because only that folder is uploaded. Types may come from anywhere: they are gone by now.
 */
export function importRules(root: string): Plugin {
  return {
    name: 'mini-program-imports',
    setup(build) {
      build.onResolve({ filter: /^[^./]/ }, ({ path: name, kind, resolveDir }) => {
        if (kind === 'entry-point' || path.isAbsolute(name)) return undefined
        const found =
          inBuiltNpm(root, resolveDir, name) ?? scriptAt(sourceFile(root, `miniprogram_npm/${name}`))
        if (found) return { path: found }
        // One of plain JavaScript: esbuild finds its main file.
        if (installedPackage(resolveDir, packageIn(name))) return undefined
        const text = `"${name}" is not in miniprogram_npm, where WeChat finds packages, nor in node_modules`
        return { errors: [{ text }] }
      })
      build.onResolve({ filter: /^\.\.?\// }, ({ path: name, resolveDir }) => {
        if (liesIn(homeOf(root, resolveDir), path.resolve(resolveDir, name))) return undefined
        return {
          errors: [{ text: `"${name}" lies outside the mini-program folder, which is all WeChat gets` }],
        }
      })
    },
  }
}

function inBuiltNpm(root: string, from: string, name: string): string | undefined {
  const home = homeOf(root, from)
  for (let folder = from; liesIn(home, folder); folder = path.dirname(folder)) {
    const found = scriptAt(path.join(folder, 'miniprogram_npm', ...name.split('/')))
    if (found) return found
  }
  return undefined
}

const scriptAt = (base: string): string | undefined =>
  [`${base}.js`, path.join(base, 'index.js')].find((file) => existsSync(file))

const packageIn = (name: string): string =>
  name
    .split('/')
    .slice(0, name.startsWith('@') ? 2 : 1)
    .join('/')
