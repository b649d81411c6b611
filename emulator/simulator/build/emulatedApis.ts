import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

let known: Promise<ReadonlySet<string>> | undefined

/**
 * Names of the members of `wx` that the page has, those of `wx.cloud` as `cloud.x`. They come from the page's own code:
 * it is run here with a host that answers everything with itself, because only the names are wanted.
 */
export function emulatedApis(): Promise<ReadonlySet<string>> {
  known ??= readNames()
  return known
}

async function readNames(): Promise<ReadonlySet<string>> {
  const result = await build({
    entryPoints: [fileURLToPath(new URL('../page/wx/index.ts', import.meta.url))],
    bundle: true,
    write: false,
    format: 'iife',
    globalName: 'page',
    target: 'es2022',
    logLevel: 'silent',
  })
  const code = result.outputFiles[0]?.text ?? ''
  // `with` gives the code every name of a browser without a list of them.
  const run = new Function('scope', 'host', `with (scope) { ${code}\nreturn page.createWx(host) }`)
  const wx: unknown = run(browserOfAnything(), anything())
  if (!isObject(wx)) return new Set()
  const cloud = Reflect.get(wx, 'cloud')
  const inner = isObject(cloud) ? Object.keys(cloud).map((name) => `cloud.${name}`) : []
  return new Set([...Object.keys(wx), ...inner])
}

/** Names of the language are the language's own; every other name is anything. */
function browserOfAnything(): object {
  const language = new Set([
    'Object',
    'Array',
    'Map',
    'Set',
    'WeakMap',
    'WeakSet',
    'Promise',
    'Error',
    'Proxy',
  ])
  for (const name of [
    'Reflect',
    'Symbol',
    'Number',
    'String',
    'Boolean',
    'JSON',
    'Math',
    'RegExp',
    'undefined',
  ]) {
    language.add(name)
  }
  const own = anything()
  const declared = new Map<PropertyKey, unknown>()
  return new Proxy(
    {},
    {
      has: (_, key) => typeof key === 'string' && !language.has(key) && key !== 'host' && key !== 'page',
      get: (_, key) => (key === Symbol.unscopables ? undefined : (declared.get(key) ?? own)),
      set: (_, key, value) => Boolean(declared.set(key, value)),
    },
  )
}

/** Can be called, made, read and iterated (it is empty); the answer is always itself. */
function anything(): object {
  const answer: object = new Proxy(class {}, {
    get: (target, key) => {
      if (key === Symbol.toPrimitive) return () => ''
      if (key === Symbol.iterator) return () => [][Symbol.iterator]()
      // What is waited for is never there, and a class has to have a prototype.
      if (key === 'then') return undefined
      return key === 'prototype' ? Reflect.get(target, key) : answer
    },
    apply: () => answer,
    construct: () => answer,
  })
  return answer
}

function isObject(value: unknown): value is object {
  return (typeof value === 'object' || typeof value === 'function') && value !== null
}
