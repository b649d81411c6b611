import type { CodeSpace, glassEasel, MiniProgramEnv } from 'glass-easel-miniprogram-adapter'
import type { BuiltApp } from '../../builtApp.ts'
import { builtins } from '../builtins/list.ts'
import type { Builtin, Instance, PropertyDefault } from '../builtins/shape.ts'
import { accessibility, accessibilityProperties } from './accessibility.ts'
import { type BuiltinHost, type Caller, innerEvent, instanceOf } from './builtinInstance.ts'

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
  const instances = new WeakMap<object, Instance>()
  const of = (caller: Caller): Instance => {
    const known = instances.get(caller) ?? instanceOf(caller, builtin.name, host)
    instances.set(caller, known)
    return known
  }
  const aria = accessibility(builtin)
  const changed = { ...aria.changed, ...notEmulated(builtin), ...builtin.changed, hidden: hide }

  return {
    properties: {
      ...accessibilityProperties,
      hidden: { type: Boolean, value: false },
      ...mapValues(builtin.properties, (value) => ({ type: typeOf(value), value })),
    },
    data: { ...builtin.data },
    observers: mapValues(
      changed,
      (tell) =>
        function (this: Caller) {
          tell(of(this))
        },
    ),
    methods: mapValues(
      builtin.on ?? {},
      (tell) =>
        function (this: Caller, event: glassEasel.ShadowedEvent<unknown>) {
          tell(of(this), innerEvent(event.getOriginalEvent()))
        },
    ),
    lifetimes: {
      attached(this: Caller) {
        const instance = of(this)
        aria.attached(instance)
        builtin.attached?.(instance)
        if (builtin.tapped) this._$.addListener('tap', () => builtin.tapped?.(instance))
      },
    },
  }
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

function typeOf(value: PropertyDefault): StringConstructor | NumberConstructor | BooleanConstructor {
  if (typeof value === 'number') return Number
  return typeof value === 'boolean' ? Boolean : String
}

function mapValues<From, To>(
  from: Readonly<Record<string, From>>,
  map: (value: From) => To,
): Record<string, To> {
  return Object.fromEntries(Object.entries(from).map(([key, value]) => [key, map(value)]))
}
