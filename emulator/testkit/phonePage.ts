import type { Browser, Locator, Page } from 'playwright-core'
import type { TestWorld } from './createWorld.ts'

/** Whose phone it is, and how the mini-program is opened on it. */
export interface PhonePageOptions {
  readonly person: string
  /** Alias of a mini-program of the world. */
  readonly app: string
  /** A browser that several phones share; without it the phone starts its own, which takes a second. */
  readonly browser?: Browser
  /** Page to begin with, as `wx.navigateTo` takes it without the first slash. */
  readonly launch?: string
  readonly dark?: boolean
  /** Timers of the page run only as `page.clock` is moved. */
  readonly ownClock?: boolean
  /** How long an action waits for what it needs, in ms. */
  readonly patience?: number
}

/** A mini-program as a person sees it. Every action waits for what it needs, and says what is there instead if it is not. */
export interface PhonePage {
  /** Taps what has this accessible name or text: on the open page, or in the bars around it. */
  readonly tap: (name: string) => Promise<void>
  /** Fills in the text field of this name. */
  readonly type: (field: string, words: string) => Promise<void>
  /** Opens the picker of this text, turns each wheel to its value, and confirms. */
  readonly choose: (picker: string, ...values: readonly string[]) => Promise<void>
  /** Words of the open page, or of a dialog, sheet or toast above it. */
  readonly expectText: (words: string) => Promise<void>
  /** Waits until the words are gone. */
  readonly expectNoText: (words: string) => Promise<void>
  /** Presses a button of the dialog or sheet above the page. */
  readonly answer: (button: string) => Promise<void>
  readonly back: () => Promise<void>
  /** Path of the open page, without the first slash. */
  readonly route: () => Promise<string>
  /** All text of the open page. */
  readonly text: () => Promise<string>
  readonly screenshot: (file: string) => Promise<void>
  /** Errors and warnings of the console since the last time this was asked. */
  readonly errors: () => readonly string[]
  /** @throws Error if the console has errors or warnings that nobody has asked for */
  readonly close: () => Promise<void>
  /** For what has no word here. */
  readonly page: Page
}

const CONTROLS = ['button', 'link', 'tab', 'checkbox', 'radio', 'switch'] as const
const FIELDS = ['textbox', 'combobox', 'searchbox', 'spinbutton'] as const

/**
 * Opens a mini-program on somebody's phone, in Chromium. Each phone has a storage of its own, as real ones have.
 * @param world made with `miniprogramRoot`
 */
export async function openPhone(
  world: Pick<TestWorld, 'url'>,
  { person, app, browser, launch, dark = false, ownClock = false, patience = 15_000 }: PhonePageOptions,
): Promise<PhonePage> {
  // Only who opens a phone loads what drives a browser.
  const used = browser ?? (await (await import('./browser.ts')).launchBrowser())
  const context = await used.newContext({
    viewport: { width: 390, height: 780 },
    colorScheme: dark ? 'dark' : 'light',
  })
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  const page = await context.newPage()
  page.setDefaultTimeout(patience)
  const complaints: string[] = []
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(error.message))
  // Timers of a mini-program are the browser's.
  if (ownClock) await page.clock.install()
  const query = new URLSearchParams({ person, app, ...(launch !== undefined && { launch }) })
  try {
    await page.goto(`${world.url}/simulator/?${query}`)
  } catch (error) {
    await context.close()
    if (!browser) await used.close()
    throw error
  }

  const open = page.locator('wx-page:visible').last()
  const above = page.locator('.phone-overlays')
  const bars = page.locator('.phone-navigation, [role=tablist]')
  const text = async () => (await open.textContent()) ?? ''
  const route = async () =>
    String(await page.evaluate('logicLayer.getCurrentPages().at(-1)?.route ?? "no page"'))

  /** What was waited for, and what there is. */
  const waiting = async <Value>(wanted: string, work: Promise<Value>): Promise<Value> => {
    try {
      return await work
    } catch (error) {
      const reason = error instanceof Error ? error.message.split('\n')[0] : String(error)
      const covering = ((await above.textContent().catch(() => '')) ?? '').trim()
      throw new Error(
        `${person} finds no ${wanted} on ${await route().catch(() => 'no page')} (${reason}). ` +
          `The page says: ${(await text().catch(() => '')).trim()}${covering && ` · above it: ${covering}`}`,
        { cause: error },
      )
    }
  }
  const withRole = (within: Locator, roles: readonly Parameters<Locator['getByRole']>[0][], name: string) =>
    roles.map((role) => within.getByRole(role, { name, exact: true })).reduce((either, one) => either.or(one))
  const press = async (name: string) => {
    const control = withRole(open, CONTROLS, name).or(withRole(bars, CONTROLS, name))
    const words = open.getByText(name, { exact: true })
    await control.or(words).first().waitFor()
    // A heading may say the same as the button below it; a style may leave nothing of a control but its label.
    const box = (await control.count()) > 0 ? await control.first().boundingBox() : null
    const target = box && box.width * box.height > 0 && box.x + box.width > 0 ? control : words
    await target.first().click()
  }
  const turn = async (picker: string, values: readonly string[]) => {
    await press(picker)
    const sheet = above.getByRole('dialog')
    for (const value of values) await sheet.getByText(value, { exact: true }).first().click()
    await sheet.getByRole('button', { name: '确定', exact: true }).click()
  }

  return {
    page,
    text,
    route,
    tap: (name) => waiting(`"${name}" to tap`, press(name)),
    type: (field, words) => waiting(`field "${field}"`, withRole(open, FIELDS, field).first().fill(words)),
    choose: (picker, ...values) =>
      waiting(`picker "${picker}" with ${values.join(', ')}`, turn(picker, values)),
    expectText: (words) =>
      waiting(`words "${words}"`, open.getByText(words).or(above.getByText(words)).first().waitFor()),
    expectNoText: (words) =>
      waiting(`page without "${words}"`, open.getByText(words).first().waitFor({ state: 'hidden' })),
    answer: (button) =>
      waiting(`"${button}" to answer with`, above.getByRole('button', { name: button, exact: true }).click()),
    back: () => waiting('way back', page.getByRole('button', { name: '返回', exact: true }).click()),
    async screenshot(file) {
      await page.screenshot({ path: file })
    },
    errors: () => complaints.splice(0),
    async close() {
      await context.close()
      if (!browser) await used.close()
      if (complaints.length > 0)
        throw new Error(`the console of ${person}'s phone says: ${complaints.join('\n')}`)
    },
  }
}
