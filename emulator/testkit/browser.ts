import { existsSync } from 'node:fs'
import path from 'node:path'
import { type Browser, chromium } from 'playwright-core'

const INSTALLED: Readonly<Partial<Record<NodeJS.Platform, readonly string[]>>> = {
  linux: [
    '/usr/bin/google-chrome',
    '/usr/bin/google-chrome-stable',
    '/opt/google/chrome/chrome',
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/snap/bin/chromium',
    '/usr/bin/microsoft-edge',
  ],
  darwin: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
  ],
  win32: ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'].flatMap((name) => {
    const folder = process.env[name]
    if (!folder) return []
    return [
      path.win32.join(folder, 'Google', 'Chrome', 'Application', 'chrome.exe'),
      path.win32.join(folder, 'Microsoft', 'Edge', 'Application', 'msedge.exe'),
    ]
  }),
}

const TO_INSTALL: Readonly<Partial<Record<NodeJS.Platform, string>>> = {
  linux: 'sudo apt-get install -y chromium',
  darwin: 'brew install --cask google-chrome',
  win32: 'winget install Google.Chrome',
}

// Nothing but what a test needs: no GPU, no first-run pages and no traffic of the browser's own.
const ARGUMENTS = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** Path of a Chrome, Edge or Chromium: the one in ONEID_BROWSER, an installed one, or the one from npm (Linux x64). */
async function findBrowser(): Promise<string> {
  const found = installedBrowser()
  if (found) return found
  if (fromNpmRuns()) {
    const { default: bundled } = await import('@sparticuz/chromium')
    return bundled.executablePath()
  }
  const command = TO_INSTALL[process.platform] ?? 'install Chrome and set ONEID_BROWSER to its program file'
  throw new Error(`No Chrome, Edge or Chromium is installed. To install one: ${command}`)
}

function installedBrowser(): string | undefined {
  const wanted = process.env['ONEID_BROWSER']
  if (wanted) {
    if (existsSync(wanted)) return wanted
    throw new Error(`ONEID_BROWSER is "${wanted}", and there is no such file`)
  }
  return INSTALLED[process.platform]?.find((file) => existsSync(file))
}

let shared: Promise<Browser> | undefined

/**
 * Starts the browser without a window. With ONEID_SHARED_BROWSER=1 there is one for the whole process, which starts with
 * the first and ends with the process; closing it closes its pages.
 */
export async function launchBrowser(): Promise<Browser> {
  if (process.env['ONEID_SHARED_BROWSER'] !== '1') return startBrowser()
  shared ??= startBrowser()
  const browser = await shared
  const close = async (): Promise<void> => {
    await Promise.all(browser.contexts().map((context) => context.close()))
  }
  return Object.assign(Object.create(browser), { close })
}

async function startBrowser(): Promise<Browser> {
  const executablePath = await findBrowser()
  // The one from npm has no sandbox helper, and none starts as root on Linux.
  const args = isRoot() || !installedBrowser() ? ['--no-sandbox', ...ARGUMENTS] : ARGUMENTS
  return chromium.launch({ executablePath, args })
}

function fromNpmRuns(): boolean {
  return process.platform === 'linux' && process.arch === 'x64'
}

function isRoot(): boolean {
  return process.platform === 'linux' && process.getuid?.() === 0
}
