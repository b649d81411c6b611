import { type CodeSpace, glassEasel, MiniProgramEnv, type Root } from 'glass-easel-miniprogram-adapter'
import type { BuiltApp } from '../../builtApp.ts'
import { NATIVE_TAGS } from '../builtins/nativeTags.ts'
import { PhoneBackend } from './backend.ts'
import type { BuiltinHost, Caller } from './builtinInstance.ts'
import { registerBuiltins } from './builtins.ts'
import { type Constructors, createComponents } from './components.ts'
import { passEvents } from './events.ts'
import { registerAppStyle, replaceStyles } from './styles.ts'
import { tapByKeyboard } from './taps.ts'

/** An instance of a page, not yet on the screen. */
export interface EnginePage {
  /** The object that the page's own code calls `this`. */
  caller: object
  element: HTMLElement
  sheets: readonly HTMLStyleElement[]
  attach(): void
  /** Fires `pageLifetimes` of the components in the page. */
  triggerPageLifetime(name: 'show' | 'hide' | 'resize', ...given: readonly unknown[]): void
  /** The first element that the page's own WXML has for a selector of WXSS. */
  find(selector: string): HTMLElement | undefined
  release(): void
}

export interface Engine {
  constructors: Constructors
  /** Runs the scripts of all pages and components; once. */
  loadComponents(host: BuiltinHost): void
  createPage(path: string): EnginePage
  /** Takes over other CSS of the same files, by path. */
  restyle(styles: Readonly<Record<string, string>>): void
}

/**
 * glass-easel, set up for one mini-program.
 * @param failed told what event handlers and lifetimes of the mini-program throw, beside the console
 */
export function createEngine(app: BuiltApp, pages: HTMLElement, failed: (error: unknown) => void): Engine {
  glassEasel.addGlobalErrorListener((error) => {
    failed(error)
    return true
  })
  const env = new MiniProgramEnv()
  const space = env.createCodeSpace('', true)
  const backend = new PhoneBackend(NATIVE_TAGS)
  passEvents(backend)
  tapByKeyboard(pages)
  const associated = env.associateBackend(backend)
  const components = createComponents(app, space, associated)

  return {
    constructors: components.constructors,
    loadComponents(host) {
      writeIds(space)
      registerBuiltins(env, space, app, host)
      addTemplates(app, space)
      fireReady(space)
      registerAppStyle(app, space, associated)
      components.loadAll()
    },
    createPage(path) {
      const { result: root, sheets } = backend.collectingSheets(() =>
        associated.createRoot('wx-page-root', space, path),
      )
      return enginePage(root, path, sheets, pages)
    },
    restyle: (styles) => replaceStyles(space, associated, styles),
  }
}

function enginePage(
  root: Root,
  path: string,
  sheets: readonly HTMLStyleElement[],
  pages: HTMLElement,
): EnginePage {
  const element = document.createElement('wx-page')
  element.dataset['route'] = path
  const placeholder = document.createElement('span')
  element.append(placeholder)
  return {
    caller: root.get(),
    element,
    sheets,
    attach() {
      pages.append(element)
      root.attach(backendElement(element), backendElement(placeholder))
    },
    triggerPageLifetime: (name, ...given) => root.getComponent().triggerPageLifetime(name, [...given]),
    find(selector) {
      const found: unknown = root.getComponent().getShadowRoot()?.querySelector(selector)?.getBackendElement()
      return found instanceof HTMLElement ? found : undefined
    },
    release() {
      root.release()
      element.remove()
      for (const sheet of sheets) sheet.remove()
    },
  }
}

// glass-easel's own type of a DOM element has fields that it sets itself.
function backendElement(element: HTMLElement): glassEasel.GeneralBackendElement {
  return element as unknown as glassEasel.GeneralBackendElement
}

function writeIds(space: CodeSpace): void {
  space.getComponentSpace().updateComponentOptions({ writeIdToDOM: true })
}

function addTemplates(app: BuiltApp, space: CodeSpace): void {
  const groupList = app.templates as glassEasel.template.ComponentTemplate['groupList'] & object
  for (const [path, { page, config }] of Object.entries(app.components)) {
    // A page made by Component() is styled like a page, whatever its JSON says.
    space.addComponentStaticConfig(path, page ? { ...config, component: false } : { ...config })
    const content = groupList[path]
    if (content) space.addCompiledTemplate(path, { groupList, content })
  }
}

// The core fires `attached` and leaves `ready` to its host; by the next microtask the attached tree is complete.
function fireReady(space: CodeSpace): void {
  const behavior = space
    .getComponentSpace()
    .define()
    .lifetime('attached', function () {
      // The adapter makes its own object `this`, with the element of the core in `_$`.
      const { _$: element } = this as unknown as Caller
      queueMicrotask(() => element.triggerLifetime('ready', []))
    })
    .registerBehavior()
  space.setOverallBehavior(behavior)
}
