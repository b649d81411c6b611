import { makeWorldDate } from '../../worldDate.ts'
import type { BuiltApp } from '../builtApp.ts'
import { LOGIC_LAYER, type PROVIDED_NAMES } from '../logicLayer.ts'
import { type Application, createApplication } from './application.ts'
import type { Choice } from './choice.ts'
import { createEngine, type Engine } from './engine/index.ts'
import { offerNickname } from './nicknames.ts'
import { createOpenAbilities } from './openAbilities.ts'
import type { Phone } from './phone.ts'
import { createPrivacyAgreement } from './privacy.ts'
import { followBuilds, presentBuild } from './router/builds.ts'
import { enter } from './router/enter.ts'
import { followForeground } from './router/foreground.ts'
import { createRouter, type Router } from './router/index.ts'
import { createKeptPages } from './router/keptPages.ts'
import { currentTheme, onThemeChange } from './theme.ts'
import type { WorldClock } from './worldClock.ts'
import { createFileAddress } from './wx/fileAddress.ts'
import { createWx } from './wx/index.ts'
import { giveInstanceMembers } from './wx/instanceMembers.ts'
import { userFilesRead } from './wx/userFiles.ts'

type LogicLayer = Record<(typeof PROVIDED_NAMES)[number], unknown>

/** Loads the bundle of the mini-program and starts it. */
export async function runMiniProgram(phone: Phone, choice: Choice, clock: WorldClock): Promise<void> {
  const keptPages = createKeptPages(choice)
  let restyle: Engine['restyle'] | undefined
  let keep = (): void => undefined
  // Before the bundle, so that no build between the two is missed.
  followBuilds(presentBuild(), {
    restyle: (styles) => (restyle ? restyle(styles) : location.reload()),
    reload() {
      keep()
      location.reload()
    },
  })
  const [built] = await Promise.all([loadBundle(clock), userFilesRead])
  const { config } = built.app
  document.title = `${choice.app.alias} · ${choice.person.name}`
  phone.screen.toggleAttribute('data-darkmode', config.darkmode)

  const application = createApplication()
  const engine = createEngine(built.app, phone.pages, application.failed)
  restyle = engine.restyle
  const close = followForeground(phone, application, () => router)
  const { call } = application
  const router: Router = createRouter({
    app: built.app,
    engine,
    phone,
    call,
    appName: choice.app.alias,
    close,
  })
  const privacy = createPrivacyAgreement(choice, phone, config.privacyCheck)
  const wx = createWx({ phone, choice, config, router, privacy, appEvents: application.events })

  Object.assign(built.logicLayer, {
    App: application.define,
    getApp: application.get,
    getCurrentPages: router.currentPages,
    wx,
    ...engine.constructors,
  } satisfies Omit<LogicLayer, keyof ReturnType<typeof languageOf>>)

  followFaults(application)
  built.app.loadApp()
  offerNickname(phone, choice.person.name)
  const abilities = createOpenAbilities(choice, phone, privacy)
  giveInstanceMembers(phone)
  engine.loadComponents({
    fileAddress: createFileAddress(choice),
    navigate: (how, target) => router[how](target),
    openAbility: async (openType, target) =>
      openType === 'share' ? void (await router.shareByButton(target)) : abilities.ask(openType),
    privacyNeeded: privacy.isNeeded,
    holdBack: router.holdBack,
    exit: router.exit,
    openMiniProgram: router.openMiniProgram,
  })
  onThemeChange(() => config.darkmode && application.themeChanged(currentTheme(config)))
  await enter(application, router, config.pages[0] ?? '', keptPages.take())
  keep = () => keptPages.keep(router.addresses())
}

/** What nobody has caught goes to the app as well as to the console. */
function followFaults({ failed, rejected }: Application): void {
  // Without an error it is a notice of the browser, e.g. of a ResizeObserver.
  addEventListener('error', ({ error }) => error && failed(error))
  addEventListener('unhandledrejection', ({ reason, promise }) => rejected(reason, promise))
}

interface LoadedBundle {
  app: BuiltApp
  /** The object that the bundle reads its globals from. */
  logicLayer: Partial<LogicLayer>
}

/** What is there before the app: a module of WXS may ask for it while the bundle loads. */
function languageOf(clock: WorldClock) {
  const WorldDate = makeWorldDate(Date, () => clock.now())
  return {
    // An object of its own; whoever looks there for `Array` or `Promise` finds none on a phone either.
    global: {},
    Date: WorldDate,
    getDate: (...given: [number]) => new WorldDate(...given),
    getRegExp: (source: string, flags?: string) => new RegExp(source, flags),
  }
}

function loadBundle(clock: WorldClock): Promise<LoadedBundle> {
  return new Promise((resolve, reject) => {
    const logicLayer: Partial<LogicLayer> & { start(app: BuiltApp): void } = {
      ...languageOf(clock),
      start: (app) => resolve({ app, logicLayer }),
    }
    Object.defineProperty(globalThis, LOGIC_LAYER, { value: logicLayer })
    const script = document.createElement('script')
    script.src = 'app.js'
    script.addEventListener('error', () => reject(new Error('app.js does not load: reload the page')))
    document.head.append(script)
  })
}
