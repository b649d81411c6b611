import { existsSync } from 'node:fs'
import path from 'node:path'
import { type AppConfig, CUSTOM_TAB_BAR } from '../builtApp.ts'
import { pagesOfSubpackages, readTabBar, reportUnsupported } from './appJson.ts'
import { isJsonObject, type JsonObject, readJson, stringFieldsOf, stringsOf } from './json.ts'
import { sourceFile } from './npmPackages.ts'
import { nameInProblems, type Problem } from './problem.ts'

/** A page or component as its files say. */
export interface ComponentSource {
  /** Inside the mini-program's folder, forward slashes, no extension. */
  path: string
  page: boolean
  config: JsonObject
  /** Tag name to path, the app's own `usingComponents` included. */
  using: Readonly<Record<string, string>>
  /** Tags of plugins, which nothing stands behind. */
  ofPlugins: readonly string[]
  /** Name of a generic to the path of the component that it is unless somebody says otherwise. */
  generics: Readonly<Record<string, string>>
  /** Absolute; undefined when the component has none. */
  script: string | undefined
}

/** A mini-program's folder, read. */
export interface Project {
  root: string
  appConfig: AppConfig
  /** Absolute path of app.ts or app.js. */
  appScript: string | undefined
  components: readonly ComponentSource[]
}

/** The file of a component with one of its extensions, e.g. `.wxml`. */
export function fileOf(root: string, componentPath: string, extension: string): string {
  return sourceFile(root, `${componentPath}${extension}`)
}

/** Reads app.json and everything that it reaches. What is wrong is added to `problems`. */
export function readProject(root: string, problems: Problem[]): Project {
  const appFile = path.join(root, 'app.json')
  if (!existsSync(appFile)) problems.push(wholeFile(root, appFile, 'is missing: not a mini-program folder'))
  const app = readJson(root, appFile, problems)
  const pages = [...stringsOf(app['pages']), ...pagesOfSubpackages(app)]
  const appUsing = stringFieldsOf(app['usingComponents'])
  const components = new Map<string, ComponentSource>()

  const resolve = (reference: string, from: string, tag: string): string | undefined => {
    const found = resolveComponent(root, reference, from)
    if (!found) {
      const file = fileOf(root, from, '.json')
      problems.push(wholeFile(root, file, `usingComponents "${tag}": "${reference}" is not found`))
    }
    return found
  }

  const add = (componentPath: string, page: boolean): void => {
    if (components.has(componentPath)) return
    const config = readJson(root, fileOf(root, componentPath, '.json'), problems)
    const using: Record<string, string> = {}
    const generics: Record<string, string> = {}
    const ofPlugins: string[] = []
    const source = {
      path: componentPath,
      page,
      config,
      using,
      generics,
      ofPlugins,
      script: scriptOf(root, componentPath, problems),
    }
    components.set(componentPath, source)
    if (!existsSync(fileOf(root, componentPath, '.wxml'))) {
      problems.push(wholeFile(root, fileOf(root, componentPath, '.wxml'), 'is missing'))
    }
    if (!source.script)
      problems.push(wholeFile(root, fileOf(root, componentPath, '.js'), 'is missing, and the .ts too'))
    const own = stringFieldsOf(config['usingComponents'])
    for (const [tag, generic] of genericDefaults(config)) {
      const target = resolve(generic, componentPath, tag)
      if (!target) continue
      generics[tag] = target
      add(target, false)
    }
    for (const [tag, reference] of [...Object.entries(appUsing), ...Object.entries(own)]) {
      const from = own[tag] === reference ? componentPath : 'app'
      if (reference.startsWith('plugin://')) {
        ofPlugins.push(tag)
        problems.push(withoutPlugin(root, from, tag))
        continue
      }
      const target = resolve(reference, from, tag)
      if (!target) continue
      using[tag] = target
      add(target, false)
    }
  }
  for (const page of pages) add(page, true)
  if (isJsonObject(app['tabBar']) && app['tabBar']['custom'] === true) add(CUSTOM_TAB_BAR, false)

  const tell = (severity: Problem['severity'], message: string): void => {
    problems.push({ ...wholeFile(root, appFile, message), severity })
  }
  reportUnsupported(app, tell)
  const darkmode = app['darkmode'] === true
  const themeFile = typeof app['themeLocation'] === 'string' ? app['themeLocation'] : 'theme.json'
  const theme = darkmode ? readJson(root, path.join(root, themeFile), problems) : {}
  return {
    root,
    appConfig: {
      pages,
      window: isJsonObject(app['window']) ? app['window'] : {},
      darkmode,
      privacyCheck: app['__usePrivacyCheck__'] === true,
      theme: Object.fromEntries(
        Object.entries(theme).map(([name, colours]) => [name, isJsonObject(colours) ? colours : {}]),
      ),
      ...(isJsonObject(app['tabBar']) && { tabBar: readTabBar(app['tabBar'], pages, tell) }),
    },
    appScript: scriptOf(root, 'app', problems),
    components: [...components.values()],
  }
}

/** The code of a plugin lies with WeChat: developers.weixin.qq.com/miniprogram/dev/framework/plugin/using.html (2026-11) */
function withoutPlugin(root: string, from: string, tag: string): Problem {
  const message = `usingComponents "${tag}" is of a plugin, which is not simulated: an empty element is in its place`
  return { ...wholeFile(root, fileOf(root, from, '.json'), message), severity: 'warning' }
}

/** developers.weixin.qq.com/miniprogram/dev/framework/custom-component/generics.html (2026-11) */
function genericDefaults(config: JsonObject): [string, string][] {
  const generics = config['componentGenerics']
  if (!isJsonObject(generics)) return []
  return Object.entries(generics).flatMap(([tag, generic]): [string, string][] =>
    isJsonObject(generic) && typeof generic['default'] === 'string' ? [[tag, generic['default']]] : [],
  )
}

// The order of look-up is WeChat's: beside the file, then the folder that "build npm" writes, beside the file and in
// each folder around it. https://developers.weixin.qq.com/miniprogram/dev/devtools/npm.html
function resolveComponent(root: string, reference: string, from: string): string | undefined {
  const candidates = reference.startsWith('/')
    ? [reference.slice(1)]
    : [
        path.posix.join(path.posix.dirname(from), reference),
        ...(reference.startsWith('.')
          ? []
          : foldersAround(from).map((folder) => path.posix.join(folder, 'miniprogram_npm', reference))),
      ]
  return candidates
    .flatMap((candidate) => [candidate, `${candidate}/index`])
    .find((candidate) => !candidate.startsWith('..') && existsSync(fileOf(root, candidate, '.json')))
}

/** The folder of a file and those around it, up to the mini-program's own. */
function foldersAround(file: string): string[] {
  const folder = path.posix.dirname(file)
  return folder === '.' ? [''] : [folder, ...foldersAround(folder)]
}

function scriptOf(root: string, componentPath: string, problems: Problem[]): string | undefined {
  const typed = fileOf(root, componentPath, '.ts')
  const plain = fileOf(root, componentPath, '.js')
  if (existsSync(typed) && existsSync(plain)) {
    const message = 'lies beside a .ts of the same name: DevTools runs the .js and ignores the .ts'
    problems.push({ ...wholeFile(root, plain, message), severity: 'warning' })
  }
  return [typed, plain].find((file) => existsSync(file))
}

function wholeFile(root: string, file: string, message: string): Problem {
  return { severity: 'error', file: nameInProblems(root, file), line: 0, column: 0, message }
}
