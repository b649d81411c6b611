import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import type { FixtureProject } from './fixtureProject.ts'
import { createSimulator } from './index.ts'
import { startMockLocalCloud } from './mockLocalCloud.ts'

type Outcome = Readonly<Record<string, unknown>>

/** A project in a browser, for tests of the page; everything is closed with {@link OpenedPage.close}. */
export interface OpenedPage {
  page: Page
  /** Errors and warnings of the console, and uncaught exceptions. */
  errors: string[]
  /** Calls an API of `wx` as a page of the mini-program would; answers what success or fail got. */
  wx(name: string, options?: Outcome): Promise<Outcome>
  /** The value of an expression over `logicLayer`. */
  read(expression: string): Promise<unknown>
  /** Routes of getCurrentPages(), the first first. */
  routes(): Promise<unknown>
  close(): Promise<void>
}

/**
 * Serves and opens a project.
 * @param query begins with `?`
 * @param onProblem told of problems of the build, which fail the test otherwise
 */
export async function openProject(
  browser: Browser,
  project: FixtureProject,
  query = '',
  options: BrowserContextOptions = {},
  onProblem?: (text: string) => void,
): Promise<OpenedPage> {
  const problems: string[] = []
  const simulator = createSimulator({
    miniprogramRoot: project.root,
    onProblem: onProblem ?? ((text) => problems.push(text)),
  })
  const cloud = await startMockLocalCloud(simulator)
  const context = await browser.newContext({ viewport: { width: 390, height: 760 }, ...options })
  const page = await context.newPage()
  const errors: string[] = []
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) errors.push(message.text())
  })
  page.on('pageerror', (error) => errors.push(error.message))
  await page.goto(`${cloud.address}/simulator/${query}`)
  await page.locator('wx-page, [role=alert]').first().waitFor({ state: 'attached' })
  const read = (expression: string): Promise<unknown> => page.evaluate(expression)
  return {
    page,
    errors,
    read,
    async wx(name, given = {}) {
      const call = `logicLayer.wx.${name}(Object.assign(${JSON.stringify(given)}, { success: answer, fail: answer }))`
      const answer = `({ ...value, errMsg: value.errMsg })`
      return page.evaluate(`new Promise((done) => { const answer = (value) => done(${answer}); ${call} })`)
    },
    routes: () => read('logicLayer.getCurrentPages().map((page) => page.route)'),
    async close() {
      await context.close()
      await cloud.close()
      await simulator.close()
      project.remove()
      if (problems.length > 0) throw new Error(`the build complains: ${problems.join('\n')}`)
    },
  }
}
