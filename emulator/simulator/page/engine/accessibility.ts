import type { Builtin, Instance } from '../builtins/shape.ts'

/** WXML attributes that go to the element as they are: https://developers.weixin.qq.com/miniprogram/dev/component/aria-component.html */
const ATTRIBUTES: Readonly<Record<string, string>> = {
  ariaRole: 'role',
  ariaLabel: 'aria-label',
  ariaHidden: 'aria-hidden',
  ariaChecked: 'aria-checked',
  ariaDisabled: 'aria-disabled',
  ariaExpanded: 'aria-expanded',
  ariaHaspopup: 'aria-haspopup',
  ariaSelected: 'aria-selected',
  ariaLive: 'aria-live',
  ariaModal: 'aria-modal',
  ariaLabelledby: 'aria-labelledby',
  ariaDescribedby: 'aria-describedby',
}

/** Roles of what Tab comes to. */
const REACHED: ReadonlySet<string> = new Set(['button', 'link', 'checkbox', 'radio', 'switch', 'slider'])

/** Roles of what is pressed with Enter and the space bar. */
export const PRESSED: ReadonlySet<string> = new Set(['button', 'link', 'checkbox', 'radio', 'switch'])

/** For every built-in; without a type, because WXML gives text as well as true and false. */
export const accessibilityProperties: Readonly<Record<string, null>> = Object.fromEntries(
  Object.keys(ATTRIBUTES).map((property) => [property, null]),
)

/** How a built-in gets its role and can be reached by keyboard. */
export function accessibility(builtin: Builtin) {
  const passedOn = Object.entries(ATTRIBUTES).filter(([property]) => !(property in builtin.properties))
  const changed = passedOn.map(([property, attribute]) => [
    property,
    (instance: Instance) => {
      instance.attribute(attribute, instance.text(property) || undefined)
      if (attribute === 'role') makeReachable(instance, instance.text(property))
      // A picture without a name says nothing to a screen reader, so only a named one gets its role.
      if (attribute === 'aria-label' && builtin.role === 'img') instance.attribute('role', 'img')
    },
  ])
  const disabled =
    builtin.role && REACHED.has(builtin.role) && 'disabled' in builtin.properties ? { disabled: disable } : {}
  return {
    changed: {
      ...(Object.fromEntries(changed) as Record<string, (instance: Instance) => void>),
      ...disabled,
    },
    attached(instance: Instance): void {
      if (!builtin.role || builtin.role === 'img' || instance.text('ariaRole')) return
      instance.attribute('role', builtin.role)
      if (!instance.flag('disabled')) makeReachable(instance, builtin.role)
    },
  }
}

function disable(instance: Instance): void {
  const disabled = instance.flag('disabled')
  instance.attribute('aria-disabled', disabled ? 'true' : undefined)
  instance.attribute('tabindex', disabled ? '-1' : '0')
}

function makeReachable(instance: Instance, role: string): void {
  if (REACHED.has(role)) instance.attribute('tabindex', '0')
}
