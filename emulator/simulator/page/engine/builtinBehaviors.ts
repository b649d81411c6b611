import { type CodeSpace, glassEasel } from 'glass-easel-miniprogram-adapter'

/**
 * The behaviours that WeChat has by itself, and the properties that they bring; those of forms:
 * developers.weixin.qq.com/miniprogram/dev/component/form.html#使用内置-behaviors (2026-11).
 */
const PROPERTIES: Readonly<Record<string, Readonly<Record<string, StringConstructor | null>>>> = {
  // A control with a name and a value.
  'wx://form-field': { name: String, value: null },
  // A form takes the controls inside the component too.
  'wx://form-field-group': {},
  // A form hears of the buttons inside the component too.
  'wx://form-field-button': {},
  // `export()` of the definition says what `selectComponent` gives; the engine follows it with or without.
  // developers.weixin.qq.com/miniprogram/dev/framework/custom-component/events.html (2026-11)
  'wx://component-export': {},
  // Only the renderer Skyline does something with it: developers.weixin.qq.com/miniprogram/dev/framework/custom-component/behaviors.html
  'wx://proxy-scroll-view': {},
}

const inCore = new Map<string, glassEasel.GeneralBehavior>()

/** Defines them; by name, as what `Component` and `Behavior` take. */
export function defineBuiltinBehaviors(space: CodeSpace): ReadonlyMap<string, unknown> {
  return new Map(
    Object.entries(PROPERTIES).map(([name, properties]) => {
      const behavior = space.behavior().definition({ properties }).register()
      // The adapter's behaviour holds the one of the core.
      const core: unknown = Reflect.get(behavior, '_$')
      if (core instanceof glassEasel.Behavior) inCore.set(name, core)
      return [name, behavior]
    }),
  )
}

/** Whether a component has one of them, also by way of its other behaviours. */
export function hasFormBehavior(component: glassEasel.GeneralComponent, name: string): boolean {
  const behavior = inCore.get(name)
  return behavior !== undefined && component.hasBehavior(behavior)
}
