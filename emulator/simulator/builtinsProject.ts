import type { Browser, BrowserContextOptions } from 'playwright-core'
import { type FixtureProject, fixtureProject } from './fixtureProject.ts'
import { type OpenedPage, openProject } from './openedPage.ts'

/** One page whose handler `log` keeps what it is told: id, event and detail. */
export function builtinsProject(
  wxml: string,
  page = '',
  files: Readonly<Record<string, string>> = {},
): FixtureProject {
  return fixtureProject({
    'app.js': 'App({ log: [] })',
    'pages/a.js': `Page({
      log({ type, currentTarget, detail }) { getApp().log.push([currentTarget.id, type, detail]) },
      ${page}
    })`,
    'pages/a.wxml': wxml,
    ...files,
  })
}

/** In the window, in px. */
interface Place {
  x: number
  y: number
}

export interface OpenedBuiltins extends OpenedPage {
  /** What the page was told since the last time. */
  told(): Promise<unknown[]>
  /** The value of an expression over `e`, the first element that a CSS selector finds. */
  of(selector: string, expression: string): Promise<unknown>
  /** One finger from one place to another; with `hold` it stays there until it is lifted. */
  swipe(from: Place, to: Place, hold?: boolean): Promise<void>
  lift(): Promise<void>
  /** `setData` of the page. */
  set(values: Readonly<Record<string, unknown>>): Promise<void>
}

export async function openBuiltins(
  browser: Browser,
  project: FixtureProject,
  options: BrowserContextOptions = {},
): Promise<OpenedBuiltins> {
  const opened = await openProject(browser, project, '', options)
  const session = await opened.page.context().newCDPSession(opened.page)
  const touch = async (type: 'touchStart' | 'touchMove' | 'touchEnd', touchPoints: Place[]) => {
    await session.send('Input.dispatchTouchEvent', { type, touchPoints })
  }
  return {
    ...opened,
    async told() {
      const told = await opened.read('logicLayer.getApp().log.splice(0)')
      return Array.isArray(told) ? told : []
    },
    of: (selector, expression) =>
      opened.read(`((e) => ${expression})(document.querySelector(${JSON.stringify(selector)}))`),
    async swipe(from, to, hold = false) {
      await touch('touchStart', [from])
      for (const share of [0.2, 0.4, 0.6, 0.8, 1]) {
        const between = (a: number, b: number) => a + (b - a) * share
        await touch('touchMove', [{ x: between(from.x, to.x), y: between(from.y, to.y) }])
      }
      if (!hold) await touch('touchEnd', [])
    },
    lift: () => touch('touchEnd', []),
    async set(values) {
      await opened.read(`logicLayer.getCurrentPages()[0].setData(${JSON.stringify(values)})`)
    },
  }
}
