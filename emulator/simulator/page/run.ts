import { makeWorldDate } from '../../worldDate.ts'
import type { BuiltApp } from '../builtApp.ts'
import { LOGIC_LAYER, type PROVIDED_NAMES } from '../logicLayer.ts'
import { createApplication } from './application.ts'
import type { Choice } from './choice.ts'
import { createEngine } from './engine/index.ts'
import { offerNickname } from './nicknames.ts'
import { createOpenAbilities } from './openAbilities.ts'
import type { Phone } from './phone.ts'
import { createRouter } from './router/index.ts'
import type { WorldClock } from './worldClock.ts'
import { createWx } from './wx/index.ts'

type LogicLayer = Record<(typeof PROVIDED_NAMES)[number], unknown>

/** Loads the bundle of the mini-program and starts it. */
export async function runMiniProgram(phone: Phone, choice: Choice, clock: WorldClock): Promise<void> {
  const built = await loadBundle()
  const { config } = built.app
  document.title = `${choice.app.alias} · ${choice.person.name}`
  phone.screen.toggleAttribute('data-darkmode', config.darkmode)

  const engine = createEngine(built.app, phone.pages)
  const router = createRouter(built.app, engine, phone)
  const application = createApplication()
  const wx = createWx({ phone, choice, config, router })
  const WorldDate = makeWorldDate(Date, () => clock.now())

  Object.assign(built.logicLayer, {
    App: application.define,
    getApp: application.get,
    getCurrentPages: router.currentPages,
    wx,
    Date: WorldDate,
    getDate: (...given: [number]) => new WorldDate(...given),
    getRegExp: (source: string, flags?: string) => new RegExp(source, flags),
    ...engine.constructors,
  } satisfies LogicLayer)

  built.app.loadApp()
  offerNickname(phone, choice.person.name)
  const abilities = createOpenAbilities(choice, phone)
  engine.loadComponents({ navigate: (how, target) => router[how](target), openAbility: abilities.ask })
  const launch = { path: config.pages[0] ?? '', query: {}, scene: 1001 }
  application.launch(launch)
  router.reLaunch({ url: `/${launch.path}` })
}

interface LoadedBundle {
  app: BuiltApp
  /** The object that the bundle reads its globals from. */
  logicLayer: Partial<LogicLayer>
}

function loadBundle(): Promise<LoadedBundle> {
  return new Promise((resolve, reject) => {
    const logicLayer: Partial<LogicLayer> & { start(app: BuiltApp): void } = {
      start: (app) => resolve({ app, logicLayer }),
    }
    Object.defineProperty(globalThis, LOGIC_LAYER, { value: logicLayer })
    const script = document.createElement('script')
    script.src = 'app.js'
    script.addEventListener('error', () => reject(new Error('app.js does not load: reload the page')))
    document.head.append(script)
  })
}
