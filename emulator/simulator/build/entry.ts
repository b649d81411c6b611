import { existsSync } from 'node:fs'
import { LOGIC_LAYER } from '../logicLayer.ts'
import { builtins } from '../page/builtins/list.ts'
import { NATIVE_TAGS } from '../page/builtins/nativeTags.ts'
import type { OtherHosts } from './html.ts'
import { isJsonObject } from './json.ts'
import { nameInProblems, type Problem } from './problem.ts'
import { fileOf, type Project } from './project.ts'
import { compileTemplates, compileTexts } from './wxml.ts'
import { transformWxss } from './wxss.ts'

const builtinNames = builtins.map((builtin) => builtin.name)

/** The module that starts a mini-program, and the styles in it. */
interface Entry {
  /** Everything of a `BuiltApp`, scripts as calls of `require`. */
  code: string
  styles: Readonly<Record<string, string>>
}

export function generateEntry(project: Project, otherHosts: OtherHosts, problems: Problem[]): Entry {
  const templates = compileTemplates(project, builtinNames, problems)
  const styles = stylesOf(project, otherHosts, problems)
  const load = project.components
    .filter((component) => component.script !== undefined)
    .map((component) => `${json(component.path)}: () => { require(${json(component.script)}) }`)
  const loadApp = project.appScript ? `require(${json(project.appScript)})` : ''
  const code = [
    `${LOGIC_LAYER}.start({`,
    `config: ${json(project.appConfig)},`,
    `components: ${json(componentFacts(project))},`,
    `styles: ${json(styles)},`,
    `templates: ${templates},`,
    `builtinTemplates: ${builtinTemplates()},`,
    `loadApp: () => { ${loadApp} },`,
    `load: {\n${load.join(',\n')}\n},`,
    '})',
  ].join('\n')
  return { code, styles }
}

function componentFacts(project: Project) {
  return Object.fromEntries(
    project.components.map(({ path, page, config, using, generics }) => {
      const usingComponents = Object.fromEntries(
        Object.entries(using).map(([tag, target]) => [tag, `/${target}`]),
      )
      const asked = config['componentGenerics']
      const componentGenerics = Object.fromEntries(
        Object.entries(isJsonObject(asked) ? asked : {}).map(([tag, generic]) => [
          tag,
          generics[tag] === undefined ? generic : { default: `/${generics[tag]}` },
        ]),
      )
      return [path, { page, config: { ...config, usingComponents, componentGenerics } }]
    }),
  )
}

function stylesOf(project: Project, otherHosts: OtherHosts, problems: Problem[]): Record<string, string> {
  const { root, appConfig } = project
  const options = { root, builtins: [...NATIVE_TAGS], darkmode: appConfig.darkmode, otherHosts }
  const found: Record<string, string> = {}
  for (const name of ['app', ...project.components.map((component) => component.path)]) {
    const file = fileOf(project.root, name, '.wxss')
    if (existsSync(file)) found[name] = transformWxss(file, options, problems)
    else warnOfPreprocessors(project.root, name, problems)
  }
  return found
}

/** DevTools compiles these with its plugins (`useCompilerPlugins` of project.config.json). */
function warnOfPreprocessors(root: string, name: string, problems: Problem[]): void {
  const file = ['.less', '.scss', '.sass']
    .map((extension) => fileOf(root, name, extension))
    .find((path) => existsSync(path))
  if (file === undefined) return
  const message = 'is not compiled by the simulator: the page has no style of its own'
  problems.push({ severity: 'warning', file: nameInProblems(root, file), line: 0, column: 0, message })
}

let compiledBuiltins: string | undefined

function builtinTemplates(): string {
  compiledBuiltins ??= compileTexts(
    Object.fromEntries(builtins.map(({ name, template }) => [`builtin/${name}`, template])),
  )
  return compiledBuiltins
}

function json(value: unknown): string {
  return JSON.stringify(value)
}
