import { afterEach, expect, it } from 'vitest'
import { type FixtureProject, fixtureProject } from '../fixtureProject.ts'
import { describeProblem, type Problem } from './problem.ts'
import { readProject } from './project.ts'

const projects: FixtureProject[] = []
afterEach(() => {
  for (const project of projects.splice(0)) project.remove()
})

function read(app: object) {
  const project = fixtureProject({
    'app.json': JSON.stringify({ pages: ['pages/a', 'pages/b'], ...app }),
    'pages/b.ts': 'Page({})',
    'pages/b.wxml': '',
  })
  projects.push(project)
  const problems: Problem[] = []
  const { appConfig } = readProject(project.root, problems)
  return { appConfig, problems: problems.map(describeProblem) }
}

it('takes the tab bar over', () => {
  const list = [
    { pagePath: 'pages/a', text: 'A', iconPath: 'a.png', selectedIconPath: 'b.png' },
    { pagePath: 'pages/b', text: 'B' },
  ]
  const { appConfig, problems } = read({ tabBar: { color: '#000000', position: 'top', list } })
  expect(appConfig.tabBar).toEqual({ color: '#000000', position: 'top', list })
  expect(problems).toEqual([])
})

it('takes the component of a custom tab bar in, and misses it', () => {
  const list = [{ pagePath: 'pages/a' }, { pagePath: 'pages/b' }]
  const { appConfig, problems } = read({ tabBar: { custom: true, list } })
  expect(appConfig.tabBar?.custom).toBe(true)
  expect(problems).toEqual([
    expect.stringContaining('miniprogram/custom-tab-bar/index.wxml: error: is missing'),
    expect.stringContaining('miniprogram/custom-tab-bar/index.js: error: is missing'),
  ])
})

it.each([
  [{ tabBar: { list: [] } }, 'error: tabBar.list has 0 items: WeChat wants two to five'],
  [
    { tabBar: { list: [{ pagePath: 'pages/a' }, { pagePath: 'pages/z' }] } },
    'error: tabBar.list: "pages/z" is not in pages',
  ],
  [{ plugins: { map: { version: '1.0.0', provider: 'wx1' } } }, 'warning: plugins (map) are not simulated'],
  [{ workers: 'workers' }, 'warning: workers are not simulated'],
  [{ renderer: 'skyline' }, 'warning: renderer "skyline" is drawn like "webview"'],
])('tells of %j', (app, told) => {
  expect(read(app).problems).toEqual([expect.stringContaining(`miniprogram/app.json: ${told}`)])
})
