import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { type AtRule, CssSyntaxError, type Declaration, parse, type Root } from 'postcss'
import selectorParser from 'postcss-selector-parser'
import { CLASS_MARK, HOST_MARK } from '../builtApp.ts'
import { BUNDLED_FONT } from './fonts.ts'
import type { OtherHosts } from './html.ts'
import { homeOf, liesIn, sourceFile } from './npmPackages.ts'
import { nameInProblems, type Problem } from './problem.ts'

interface WxssOptions {
  root: string
  /** Names of the built-in components: `view` becomes `wx-view`. */
  builtins: readonly string[]
  /** Without `"darkmode": true` in app.json WeChat always uses the light scheme. */
  darkmode: boolean
  /** Whether fonts of other machines are loaded. */
  otherHosts: OtherHosts
}

/** WXSS as CSS for the page of the simulator. A problem is added to `problems` and gives an empty sheet. */
export function transformWxss(file: string, options: WxssOptions, problems: Problem[]): string {
  try {
    const sheet = readWithImports(file, options, problems, [])
    const selectors = selectorRules(options.builtins)
    sheet.walkRules((rule) => {
      const parent = rule.parent
      if (parent?.type === 'atrule' && 'name' in parent && String(parent.name).endsWith('keyframes')) return
      rule.selector = selectors.processSync(rule.selector)
    })
    sheet.walkDecls((declaration) => {
      declaration.value = phoneUnits(declaration.value)
      if (namesFonts(declaration)) declaration.value += `, "${BUNDLED_FONT}"`
    })
    if (options.otherHosts === 'refuse') sheet.walkAtRules('font-face', refuseOtherHosts)
    if (!options.darkmode) {
      sheet.walkAtRules('media', (rule) => {
        if (/prefers-color-scheme:\s*dark/.test(rule.params)) rule.remove()
      })
    }
    return sheet.toString()
  } catch (error) {
    problems.push(problemOf(error, file, options.root))
    return ''
  }
}

/**
 * Lengths of the phone as lengths of its frame. 750rpx are the width of the screen
 * (https://developers.weixin.qq.com/miniprogram/dev/framework/view/wxss.html); `vw` and `vh` mean the screen too.
 */
export function phoneUnits(value: string): string {
  return value.replace(/(-?(?:\d*\.)?\d+)(rpx|vw|vh|vmin|vmax)\b/g, (_, digits: string, unit: string) =>
    unit === 'rpx' ? `${Number((Number(digits) / 7.5).toFixed(5))}cqw` : `${digits}cq${unit.slice(1)}`,
  )
}

/** A font that is nowhere else is left out: its characters are shown in another one, those of an icon font not at all. */
function refuseOtherHosts(face: AtRule): void {
  face.walkDecls('src', (declaration) => {
    // A comma may stand in a data: address as well.
    const here = declaration.value
      .split(/,(?![^(]*\))/)
      .filter((source) => !/url\(\s*['"]?(?:https?:)?\/\//i.test(source))
    if (here.length > 0) declaration.value = here.join(',')
    else declaration.remove()
  })
  if (!face.some((node) => node.type === 'decl' && node.prop === 'src')) face.remove()
}

/**
 * A phone has Chinese fonts for what a mini-program's own list lacks; a machine that takes screenshots may have none.
 * A family at the end of the list is asked last, glyph by glyph, also after a generic one.
 */
function namesFonts({ prop, value, parent }: Declaration): boolean {
  if (parent?.type === 'atrule' || !/^font(-family)?$/i.test(prop)) return false
  return prop.toLowerCase() === 'font' ? /\s/.test(value) : !/^(inherit|initial|unset|revert)/.test(value)
}

function readWithImports(file: string, options: WxssOptions, problems: Problem[], from: string[]): Root {
  const sheet = parse(readFileSync(file, 'utf8'), { from: file })
  sheet.walkAtRules('import', (rule) => {
    const reference = /['"](.+?)['"]/.exec(rule.params)?.[1] ?? ''
    const base = reference.startsWith('/') ? options.root : path.dirname(file)
    const target = path.join(base, ...reference.split('/'))
    const inside = liesIn(reference.startsWith('/') ? options.root : homeOf(options.root, file), target)
    const found = [target, `${target}.wxss`]
      .map((each) =>
        liesIn(options.root, each) ? sourceFile(options.root, nameIn(options.root, each)) : each,
      )
      .find((each) => reference !== '' && existsSync(each))
    if (!found || !inside || from.includes(found) || found === file) {
      const reason = inside && found ? 'imports itself' : 'is not found in the mini-program folder'
      const { line = 0, column = 0 } = rule.source?.start ?? {}
      const name = nameInProblems(options.root, file)
      problems.push({ severity: 'error', file: name, line, column, message: `"${reference}" ${reason}` })
      rule.remove()
      return
    }
    rule.replaceWith(readWithImports(found, options, problems, [...from, file]))
  })
  return sheet
}

const nameIn = (root: string, file: string): string => path.relative(root, file).split(path.sep).join('/')

function selectorRules(builtins: readonly string[]) {
  return selectorParser((selectors) => {
    selectors.walkTags((tag) => {
      if (tag.value === 'page' || builtins.includes(tag.value)) tag.value = `wx-${tag.value}`
    })
    selectors.walkPseudos((pseudo) => {
      if (pseudo.value === ':host') pseudo.replaceWith(attribute('wx-host', '=', HOST_MARK))
    })
    selectors.walkClasses((name) => {
      name.replaceWith(selectorParser.className({ value: `${CLASS_MARK}${name.value}` }))
    })
    // glass-easel writes ids with a prefix per component instance. The second half of :is() matches nothing,
    // it keeps the weight of an id selector.
    selectors.walkIds((id) => {
      const weight = selectorParser.selector({ value: '', nodes: [selectorParser.id({ value: '_' })] })
      const real = selectorParser.selector({ value: '', nodes: [attribute('id', '$=', `--${id.value}`)] })
      id.replaceWith(selectorParser.pseudo({ value: ':is', nodes: [real, weight] }))
    })
  })
}

function attribute(name: string, operator: '=' | '$=', value: string) {
  const raws = { value: `"${value}"` }
  return selectorParser.attribute({ attribute: name, operator, value, quoteMark: '"', raws })
}

function problemOf(error: unknown, file: string, root: string): Problem {
  const at = error instanceof CssSyntaxError ? error : undefined
  return {
    severity: 'error',
    file: nameInProblems(root, at?.file ?? file),
    line: at?.line ?? 0,
    column: at?.column ?? 0,
    message: at?.reason ?? String(error),
  }
}
