import { existsSync } from 'node:fs'
import path from 'node:path'
import type { Plugin } from 'esbuild'

/**
 * Imports as DevTools resolves them: a package only from the folder that "build npm" writes
 * (https://developers.weixin.qq.com/miniprogram/dev/devtools/npm.html), and nothing from outside the
 * mini-program's folder, because only that folder is uploaded. Types may come from anywhere: they are gone by now.
 */
export function importRules(root: string): Plugin {
  return {
    name: 'mini-program-imports',
    setup(build) {
      build.onResolve({ filter: /^[^./]/ }, ({ path: name, kind, resolveDir }) => {
        if (kind === 'entry-point' || path.isAbsolute(name)) return undefined
        const found = inBuiltNpm(root, resolveDir, name)
        if (found) return { path: found }
        return { errors: [{ text: `"${name}" is not in miniprogram_npm: WeChat finds packages only there` }] }
      })
      build.onResolve({ filter: /^\.\.?\// }, ({ path: name, resolveDir }) => {
        const target = path.relative(root, path.resolve(resolveDir, name))
        if (!target.startsWith('..')) return undefined
        return {
          errors: [{ text: `"${name}" lies outside the mini-program folder, which is all WeChat gets` }],
        }
      })
    },
  }
}

function inBuiltNpm(root: string, from: string, name: string): string | undefined {
  for (let folder = from; !path.relative(root, folder).startsWith('..'); folder = path.dirname(folder)) {
    const base = path.join(folder, 'miniprogram_npm', ...name.split('/'))
    const found = [`${base}.js`, path.join(base, 'index.js')].find((file) => existsSync(file))
    if (found) return found
  }
  return undefined
}
