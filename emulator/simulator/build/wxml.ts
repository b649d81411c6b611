import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { TmplGroup } from 'glass-easel-template-compiler'
import { NATIVE_TAGS } from '../page/builtins/nativeTags.ts'
import { isJsonObject, stringsOf } from './json.ts'
import { ofPackage } from './npmPackages.ts'
import { nameInProblems, type Problem, positionAt } from './problem.ts'
import { type ComponentSource, fileOf, type Project } from './project.ts'
import { findTags } from './wxmlTags.ts'
import { wxsAsJavaScript } from './wxs.ts'

/** Tags that belong to WXML itself: https://developers.weixin.qq.com/miniprogram/dev/reference/wxml/ */
const SYNTAX_TAGS = ['block', 'template', 'import', 'include', 'wxs', 'slot']

// The compiler only warns about these two; WeChat's own wcc refuses such a file ("expect end-tag").
const REFUSED_BY_WECHAT = new Set(['missing end tag', 'invalid end tag'])

// To the compiler an error; WeChat's own takes what stands between <slot> and </slot> and never shows it.
const TAKEN_BY_WECHAT = new Set(['child nodes are not allowed for this element'])

/**
 * Compiles the WXML and WXS of a project.
 * @returns JavaScript: an expression whose value holds the compiled templates by path.
 */
export function compileTemplates(project: Project, builtins: readonly string[], problems: Problem[]): string {
  const group = TmplGroup.newDev()
  const seen = new Set<string>()
  try {
    for (const component of project.components) {
      for (const file of addTemplate(group, project.root, component.path, seen, problems)) {
        refuseUnknownTags(project.root, file, component, builtins, problems)
      }
    }
    return group.getTmplGenObjectGroups()
  } finally {
    group.free()
  }
}

/** Compiles templates that are given as text, by path. */
export function compileTexts(texts: Readonly<Record<string, string>>): string {
  const group = new TmplGroup()
  try {
    for (const [name, text] of Object.entries(texts)) group.addTmpl(name, text)
    return group.getTmplGenObjectGroups()
  } finally {
    group.free()
  }
}

/** Adds a template and what it imports or includes; returns the paths of all of them. */
function addTemplate(
  group: TmplGroup,
  root: string,
  templatePath: string,
  seen: Set<string>,
  problems: Problem[],
): string[] {
  const file = fileOf(root, templatePath, '.wxml')
  if (!existsSync(file)) return []
  if (!seen.has(templatePath)) {
    seen.add(templatePath)
    const wxml = readFileSync(file, 'utf8')
    problems.push(...problemsOf(root, group.addTmpl(templatePath, wxml)))
    addScripts(group, root, templatePath, seen, problems)
  }
  const all = new Set([templatePath])
  for (const dependency of stringsOf(group.getDirectDependencies(templatePath))) {
    if (!existsSync(fileOf(root, dependency, '.wxml'))) {
      problems.push(missing(root, templatePath, `${dependency}.wxml`))
    } else if (!seen.has(dependency)) {
      for (const each of addTemplate(group, root, dependency, seen, problems)) all.add(each)
    } else all.add(dependency)
  }
  return [...all]
}

function addScripts(
  group: TmplGroup,
  root: string,
  templatePath: string,
  seen: Set<string>,
  problems: Problem[],
) {
  const add = (script: string): void => {
    const base = script.replace(/\.wxs$/, '')
    if (seen.has(`${base}.wxs`)) return
    seen.add(`${base}.wxs`)
    const file = fileOf(root, base, '.wxs')
    if (!existsSync(file)) {
      problems.push(missing(root, templatePath, `${base}.wxs`))
      return
    }
    const code = readFileSync(file, 'utf8')
    // `src` is looked up without the extension, `require` with whatever it says.
    const compiled = wxsAsJavaScript(code)
    group.addScript(base, compiled)
    group.addScript(`${base}.wxs`, compiled)
    for (const required of requiresOf(code, base)) add(required)
  }
  for (const script of stringsOf(group.getScriptDependencies(templatePath))) add(script)
  for (const name of stringsOf(group.getInlineScriptModuleNames(templatePath))) {
    const code = group.getInlineScript(templatePath, name)
    group.setInlineScript(templatePath, name, wxsAsJavaScript(code))
    for (const required of requiresOf(code, templatePath)) add(required)
  }
}

function requiresOf(code: string, from: string): string[] {
  return [...code.matchAll(/\brequire\(\s*['"](.+?)['"]\s*\)/g)].map(([, target = '']) =>
    target.startsWith('/') ? target.slice(1) : path.posix.join(path.posix.dirname(from), target),
  )
}

function refuseUnknownTags(
  root: string,
  templatePath: string,
  component: ComponentSource,
  builtins: readonly string[],
  problems: Problem[],
): void {
  const generics = component.config['componentGenerics']
  const known = new Set([
    ...SYNTAX_TAGS,
    ...builtins,
    ...Object.keys(component.using),
    ...component.ofPlugins,
    ...(isJsonObject(generics) ? Object.keys(generics) : []),
  ])
  const file = fileOf(root, templatePath, '.wxml')
  const wxml = readFileSync(file, 'utf8')
  for (const tag of findTags(wxml)) {
    if (known.has(tag.name)) continue
    const native = NATIVE_TAGS.has(tag.name)
    const message = native
      ? `<${tag.name}> is not simulated yet: an element without looks or behaviour is in its place`
      : `unknown tag <${tag.name}>: not in usingComponents and not a built-in of the simulator (${builtins.join(', ')})`
    const problem: Problem = {
      severity: native ? 'warning' : 'error',
      file: nameInProblems(root, file),
      ...positionAt(wxml, tag.offset),
      message,
    }
    const told = problems.some(
      (other) =>
        other.file === problem.file && other.line === problem.line && other.column === problem.column,
    )
    if (!told) problems.push(problem)
  }
}

function problemsOf(root: string, found: unknown): Problem[] {
  if (!Array.isArray(found)) return []
  return found.filter(isJsonObject).flatMap((each): Problem[] => {
    const message = String(each['message'])
    const file = fileOf(root, String(each['path']), '.wxml')
    const refused = REFUSED_BY_WECHAT.has(message)
    const severity =
      refused || (each['isError'] === true && !TAKEN_BY_WECHAT.has(message)) ? 'error' : 'warning'
    // Who uses a package can do nothing about its style.
    if (severity === 'warning' && ofPackage(root, file)) return []
    return [
      {
        severity,
        file: nameInProblems(root, file),
        line: Number(each['startLine']) + 1,
        column: Number(each['startColumn']) + 1,
        message,
      },
    ]
  })
}

function missing(root: string, from: string, target: string): Problem {
  const file = nameInProblems(root, fileOf(root, from, '.wxml'))
  return { severity: 'error', file, line: 0, column: 0, message: `"${target}" is not found` }
}
