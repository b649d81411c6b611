import { afterEach, expect, it } from 'vitest'
import { type FixtureProject, fixtureProject } from '../../emulator/simulator/fixtureProject.ts'
import { PATHS } from '../project/paths.ts'
import { compilerComplaints, withoutCompilers } from './compilers.ts'

const canRun = withoutCompilers() === undefined
const projects: FixtureProject[] = []

function complaints(wxml: string, wxss: string): string {
  const project = fixtureProject({ 'pages/a.wxml': wxml, 'pages/a.wxss': wxss })
  projects.push(project)
  return compilerComplaints(project.root)
}

afterEach(() => {
  for (const project of projects.splice(0)) project.remove()
})

it.runIf(canRun)('this mini-program compiles', () => {
  expect(compilerComplaints(PATHS.miniprogram)).toBe('')
})

it.runIf(canRun)('what WeChat refuses is named with file, line and column', () => {
  expect(complaints('<view><text></view>', '.a {}')).toContain('pages/a.wxml:1:14')
  expect(complaints('<view wx:if="{{a b}}" />', '.a {}')).toContain('Bad attr `wx:if`')
  expect(complaints('<view />', '.a { color: red;')).toMatch(/pages\/a\.wxss/)
  expect(complaints('<view />', '@import "./none.wxss";')).toMatch(/none\.wxss/)
})

it('a folder without files does not pass', () => {
  const project = fixtureProject({})
  projects.push(project)
  expect(compilerComplaints(project.root)).toContain('no WXML')
})

it.each([
  ['linux', 'x64', undefined],
  ['darwin', 'arm64', undefined],
  ['win32', 'x64', undefined],
  ['linux', 'arm64', 'WeChat has no compilers for linux arm64'],
  ['freebsd', 'x64', 'WeChat has no compilers for freebsd x64'],
] as const)('on %s %s', (platform, arch, reason) => {
  expect(withoutCompilers(platform, arch)).toBe(reason)
})
