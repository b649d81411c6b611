import type { CodeSpace, glassEasel, MiniProgramEnv } from 'glass-easel-miniprogram-adapter'
import type { BuiltApp } from '../../builtApp.ts'
import { builtins } from '../builtins/list.ts'
import type { Builtin, Instance, PropertyDefault, Tap } from '../builtins/shape.ts'
import { accessibility, accessibilityProperties } from './accessibility.ts'
import { type BuiltinHost, type Caller, innerEvent, instanceOf } from './builtinInstance.ts'
import { elementOf } from './elementOf.ts'
import { playSteps } from './nodeAnimation.ts'
import { type Known, knownOf, nearest, remember } from './relatives.ts'

/** Defines the built-in components as real components of glass-easel that every page can use. */
export function registerBuiltins(
  env: MiniProgramEnv,
  space: CodeSpace,
  app: BuiltApp,
  host: BuiltinHost,
): void {
  const global = env.getGlobalCodeSpace()
  const groupList = app.builtinTemplates as glassEasel.template.ComponentTemplate['groupList'] & object
  for (const builtin of builtins) {
    const path = `builtin/${builtin.name}`
    const content = groupList[path]
    if (!content) throw new Error(`<${builtin.name}> has no compiled template`)
    global.addComponentStaticConfig(path, { component: true })
    global.addCompiledTemplate(path, { groupList, content })
    global.component(path).definition(definitionOf(builtin, host)).register()
    const registered = global.getComponentSpace().getComponentByUrl(path, '')
    space.getComponentSpace().setGlobalUsingComponent(builtin.name, registered)
  }
}

function definitionOf(builtin: Builtin, host: BuiltinHost) {
  const of = (caller: Caller): Instance => {
    const known = knownOf(caller._$)?.instance
    if (known) return known
    const instance = instanceOf(caller, builtin.name, host)
    remember({ node: caller._$, builtin, instance })
    return instance
  }
  const aria = accessibility(builtin)
  const changed = { ...aria.changed, ...notEmulated(builtin), ...builtin.changed, hidden: hide }

  return {
    options: { multipleSlots: builtin.namedSlots === true },
    properties: {
      ...accessibilityProperties,
      hidden: { type: Boolean, value: false },
      // Of every element: developers.weixin.qq.com/miniprogram/dev/api/ui/animation/wx.createAnimation.html (2026-11).
      animation: null,
      ...mapValues(builtin.properties, (value) => ({ type: typeOf(value), value })),
    },
    data: { ...builtin.data },
    observers: {
      ...mapValues(
        changed,
        (tell) =>
          function (this: Caller) {
            tell(of(this))
          },
      ),
      animation(this: Caller) {
        playSteps(this._$, Reflect.get(this.data, 'animation')).catch(console.error)
      },
    },
    methods: mapValues(
      builtin.on ?? {},
      (tell) =>
        function (this: Caller, event: glassEasel.ShadowedEvent<unknown>) {
          tell(of(this), innerEvent(event.getOriginalEvent()))
        },
    ),
    lifetimes: {
      // Before anything around it is attached, and looks for it.
      created(this: Caller) {
        of(this)
      },
      attached(this: Caller) {
        const instance = of(this)
        aria.attached(instance)
        builtin.attached?.(instance)
        if (builtin.tapped) followTaps(this._$, builtin, instance)
      },
      moved(this: Caller) {
        builtin.moved?.(of(this))
      },
      detached(this: Caller) {
        builtin.detached?.(of(this))
      },
    },
  }
}

function followTaps(node: glassEasel.GeneralComponent, builtin: Builtin, instance: Instance): void {
  node.addListener('tap', (event: glassEasel.ShadowedEvent<unknown>) => {
    if (instance.flag('disabled')) return
    const tap: Tap = {
      x: xOf(event.detail),
      get onControl() {
        const target = elementAt(event.getOriginalEvent())
        if (!target || target === node) return false
        const isControl = (one: Known): boolean => one.node === node || one.builtin.labelled !== undefined
        const own = knownOf(target)
        return (own && isControl(own) ? own : nearest(target, isControl))?.node !== node
      },
    }
    builtin.tapped?.(instance, tap)
  })
}

function elementAt(original: unknown): glassEasel.Element | undefined {
  let at: unknown = original instanceof Event ? original.target : undefined
  for (; at instanceof Element; at = at.parentElement) {
    const own = elementOf(at)
    if (own) return own
  }
  return undefined
}

function xOf(detail: unknown): number {
  return typeof detail === 'object' && detail !== null ? Number(Reflect.get(detail, 'x')) : 0
}

function hide(instance: Instance): void {
  instance.attribute('hidden', instance.flag('hidden') ? '' : undefined)
}

function notEmulated(builtin: Builtin): Record<string, (instance: Instance) => void> {
  const tell = (property: string) => (instance: Instance) => {
    if (instance.flag(property)) instance.notEmulated(`<${builtin.name} ${property}>`)
  }
  return Object.fromEntries((builtin.notEmulated ?? []).map((property) => [property, tell(property)]))
}

function typeOf(value: PropertyDefault): StringConstructor | NumberConstructor | BooleanConstructor | null {
  if (value === null) return null
  if (typeof value === 'number') return Number
  return typeof value === 'boolean' ? Boolean : String
}

function mapValues<From, To>(
  from: Readonly<Record<string, From>>,
  map: (value: From) => To,
): Record<string, To> {
  return Object.fromEntries(Object.entries(from).map(([key, value]) => [key, map(value)]))
}
