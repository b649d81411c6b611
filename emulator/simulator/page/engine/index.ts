import { type CodeSpace, glassEasel, MiniProgramEnv, type Root } from 'glass-easel-miniprogram-adapter'
import type { BuiltApp } from '../../builtApp.ts'
import { NATIVE_TAGS } from '../builtins/nativeTags.ts'
import { reportAbsentMethods } from './absentMethods.ts'
import { PhoneBackend } from './backend.ts'
import type { BuiltinHost, Caller } from './builtinInstance.ts'
import { registerBuiltins } from './builtins.ts'
import { type Constructors, createComponents } from './components.ts'
import { passEvents } from './events.ts'
import { knowPages, rememberPage } from './pageOf.ts'
import { registerAppStyle, replaceStyles } from './styles.ts'
import { tapByKeyboard } from './taps.ts'
import { sortWarnings } from './warnings.ts'
import { withWxsFunctions } from './wxsFunctions.ts'

/** An instance of a page, not yet on the screen. */
export interface EnginePage {
  /** The object that the page's own code calls `this`. */
  caller: object
  element: HTMLElement
  sheets: readonly HTMLStyleElement[]
  attach(): void
  /** Fires `pageLifetimes` of the components in the page. */
  triggerPageLifetime(name: 'show' | 'hide' | 'resize' | 'routeDone', ...given: readonly unknown[]): void
  /** The first element that the page's own WXML has for a selector of WXSS. */
  find(selector: string): HTMLElement | undefined
  release(): void
}

export interface Engine {
  constructors: Constructors
  /** Runs the scripts of all pages and components; once. */
  loadComponents(host: BuiltinHost): void
  /** @param tabBar the path of the component that is the page's own tab bar */
  createPage(path: string, tabBar?: string): EnginePage
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
  sortWarnings()
  knowPages()
  reportAbsentMethods()
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
      setOptions(space)
      registerBuiltins(env, space, app, host)
      addTemplates(app, space)
      fireReady(space)
      registerAppStyle(app, space, associated)
      components.loadAll()
    },
    createPage(path, tabBar) {
      const { result: roots, sheets } = backend.collectingSheets(() => [
        associated.createRoot('wx-page-root', space, path),
        ...(tabBar === undefined ? [] : [associated.createRoot('wx-custom-tab-bar', space, tabBar)]),
      ])
      return enginePage(roots, path, sheets, pages)
    },
    restyle: (styles) => replaceStyles(space, associated, styles),
  }
}

function enginePage(
  roots: readonly Root[],
  path: string,
  sheets: readonly HTMLStyleElement[],
  pages: HTMLElement,
): EnginePage {
  const [root, tabBar] = roots
  if (!root) throw new Error(`page "${path}" has no root`)
  const element = document.createElement('wx-page')
  element.dataset['route'] = path
  const placeholders = roots.map(() => document.createElement('span'))
  element.append(...placeholders)
  const components = roots.map((each) => each.getComponent())
  rememberPage(components, tabBar?.get() ?? null)
  return {
    caller: root.get(),
    element,
    sheets,
    attach() {
      pages.append(element)
      for (const [at, placeholder] of placeholders.entries()) {
        roots[at]?.attach(backendElement(element), backendElement(placeholder))
      }
    },
    triggerPageLifetime(name, ...given) {
      for (const each of components) each.triggerPageLifetime(name, [...given])
    },
    find(selector) {
      const found: unknown = root.getComponent().getShadowRoot()?.querySelector(selector)?.getBackendElement()
      return found instanceof HTMLElement ? found : undefined
    },
    release() {
      for (const each of roots) each.release()
      element.remove()
      for (const sheet of sheets) sheet.remove()
    },
  }
}

// glass-easel's own type of a DOM element has fields that it sets itself.
function backendElement(element: HTMLElement): glassEasel.GeneralBackendElement {
  return element as unknown as glassEasel.GeneralBackendElement
}

function setOptions(space: CodeSpace): void {
  // Without the second, a property called `data` would hide all others: it may have any name, and is no field of `this`.
  space.getComponentSpace().updateComponentOptions({ writeIdToDOM: true, writeFieldsToNode: false })
}

function addTemplates(app: BuiltApp, space: CodeSpace): void {
  const groupList = app.templates as glassEasel.template.ComponentTemplate['groupList'] & object
  for (const [path, { page, config }] of Object.entries(app.components)) {
    // A page made by Component() is styled like a page, whatever its JSON says.
    space.addComponentStaticConfig(path, page ? { ...config, component: false } : { ...config })
    const content = groupList[path]
    if (content) space.addCompiledTemplate(path, { groupList, content: withWxsFunctions(content) })
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
