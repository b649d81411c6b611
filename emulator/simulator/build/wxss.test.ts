import path from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { type FixtureProject, fixtureProject } from '../fixtureProject.ts'
import type { Problem } from './problem.ts'
import { phoneUnits, transformWxss } from './wxss.ts'

const projects: FixtureProject[] = []

function transform(
  files: Readonly<Record<string, string>>,
  { darkmode = true, otherHosts = 'refuse' }: { darkmode?: boolean; otherHosts?: 'pass' | 'refuse' } = {},
) {
  const project = fixtureProject(files)
  projects.push(project)
  const problems: Problem[] = []
  const options = { root: project.root, builtins: ['view', 'text'], darkmode, otherHosts }
  const css = transformWxss(path.join(project.root, 'pages', 'a.wxss'), options, problems)
  return { css, problems }
}

const only = (wxss: string) => transform({ 'pages/a.wxss': wxss }).css

afterEach(() => {
  for (const project of projects.splice(0)) project.remove()
})

describe('fonts of other hosts', () => {
  const FACE = `@font-face { font-family: t; src: url(https://a.test/t.eot), url("//a.test/t.woff") format('woff') }`
  const both = `@font-face { font-family: t; src: url('https://a.test/t.eot'), url("data:font/woff2;base64,AA,") }`

  it('are loaded as on a phone', () => {
    const { css } = transform({ 'pages/a.wxss': FACE }, { otherHosts: 'pass' })
    expect(css).toBe(FACE)
  })

  it('are left out where nothing may be asked of them', () => {
    expect(only(`${FACE}\n.a {}`)).toBe('.__scope__a {}')
    expect(only(both)).toContain('src:  url("data:font/woff2;base64,AA,")')
    expect(only(both)).not.toContain('a.test')
  })
})

describe('WXSS', () => {
  it('measures rpx, vw and vh by the phone', () => {
    expect(phoneUnits('750rpx')).toBe('100cqw')
    expect(phoneUnits('calc(-1.5rpx + 50vh)')).toBe('calc(-0.2cqw + 50cqh)')
    expect(phoneUnits('1px 2rem')).toBe('1px 2rem')
  })

  it('names the elements of built-ins and of the page', () => {
    expect(only('page, view > text:first-child {}')).toBe('wx-page, wx-view > wx-text:first-child {}')
  })

  it('marks classes, also inside other selectors, and the host', () => {
    expect(only('.a.b:not(.c) {}')).toBe('.__scope__a.__scope__b:not(.__scope__c) {}')
    expect(only(':host {}')).toBe('[wx-host="__host__"] {}')
  })

  it('finds ids by their end and keeps their weight', () => {
    expect(only('#top .a {}')).toBe(':is([id$="--top"],#_) .__scope__a {}')
  })

  it('leaves the steps of keyframes alone', () => {
    expect(only('@keyframes k { from { width: 75rpx } }')).toBe('@keyframes k { from { width: 10cqw } }')
  })

  it.each([
    ['.a { font-family: Arial, sans-serif }', 'Arial, sans-serif, "Noto Sans SC Variable"'],
    ['.a { font: 15px/1.6 Arial }', '15px/1.6 Arial, "Noto Sans SC Variable"'],
  ])('asks the bundled Chinese font last: %s', (wxss, list) => {
    expect(only(wxss)).toContain(list)
  })

  it.each([
    '.__scope__a { font-family: inherit }',
    '.__scope__a { font: inherit }',
    '@font-face { font-family: Own; src: url(own.woff2) }',
  ])('adds no font to %s', (css) => {
    expect(only(css.replace('__scope__', ''))).toBe(css)
  })

  it('takes in what is imported, beside the file and from the root', () => {
    const { css, problems } = transform({
      'pages/a.wxss': '@import "./b.wxss";\n@import "/c";\n.a {}',
      'pages/b.wxss': '.b {}',
      'c.wxss': '.c {}',
    })
    expect(css).toMatch(/\.__scope__b \{\}\s*\.__scope__c \{\}\s*\.__scope__a \{\}/)
    expect(problems).toEqual([])
  })

  it.each([
    ['@import "./none";', 'is not found'],
    ['@import "./a";', 'imports itself'],
    ['@import "../../outside";', 'is not found'],
  ])('refuses %s', (wxss, message) => {
    const { problems } = transform({ 'pages/a.wxss': wxss })
    expect(problems).toEqual([
      expect.objectContaining({ line: 1, column: 1, message: expect.stringContaining(message) }),
    ])
  })

  it('never is dark in an app without darkmode', () => {
    const wxss = '@media (prefers-color-scheme: dark) { .a { color: red } }'
    expect(transform({ 'pages/a.wxss': wxss }, { darkmode: true }).css).toContain('red')
    expect(transform({ 'pages/a.wxss': wxss }, { darkmode: false }).css).not.toContain('red')
  })
})
