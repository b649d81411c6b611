import { builtins } from '../builtins/list.ts'

/**
 * `wx.canIUse` (developers.weixin.qq.com/miniprogram/dev/api/base/wx.canIUse.html, 2026-11): `api.method.parameter.option`
 * is answered for the api alone, `component.attribute.option` for the component and its attribute.
 */
export const canIUse =
  (members: object) =>
  (schema: unknown): boolean => {
    const [name = '', attribute] = String(schema).split('.')
    if (Object.hasOwn(members, name)) return true
    const found = builtins.find((builtin) => builtin.name === name)
    return found !== undefined && (attribute === undefined || camelCased(attribute) in found.properties)
  }

const camelCased = (name: string): string => name.replace(/-[a-z]/g, (part) => part.slice(1).toUpperCase())
