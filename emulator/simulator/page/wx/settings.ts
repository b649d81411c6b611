import { part } from '../phone.ts'
import { askSheet } from '../router/sheet.ts'
import { asyncCall, neededText, type WxTopic } from './api.ts'
import { createPermissions, SCOPES } from './permissions.ts'

/**
 * What a mini-program was allowed (developers.weixin.qq.com/miniprogram/dev/api/open-api/setting/wx.getSetting.html,
 * wx.openSetting.html and …/authorize/wx.authorize.html, 2026-11).
 */
export const settings: WxTopic = ({ choice, phone }) => {
  const permissions = createPermissions(choice, phone)
  return {
    getSetting: asyncCall('getSetting', () => ({ authSetting: permissions.all() })),
    authorize: asyncCall('authorize', async (options) => {
      const scope = neededText(options, 'scope')
      // Assumption: the words.
      if (!(scope in SCOPES)) throw new Error(`invalid scope "${scope}"`)
      await permissions.need('authorize', scope)
      return {}
    }),
    openSetting: asyncCall('openSetting', async () => {
      const switches = Object.entries(permissions.all()).map(([scope, allowed]) => {
        const box = part('input', 'setting-switch')
        box.type = 'checkbox'
        box.checked = allowed
        box.setAttribute('role', 'switch')
        box.addEventListener('change', () => permissions.set(scope, box.checked))
        const row = part('label', 'setting-row')
        Object.assign(row.style, { display: 'flex', justifyContent: 'space-between', padding: '12px 16px' })
        row.append(part('span', '', SCOPES[scope] ?? scope), box)
        return row
      })
      const title = `允许 ${choice.app.alias} 使用`
      await askSheet(phone, title, [part('p', 'modal-content', title), ...switches], [{ label: '完成' }])
      return { authSetting: permissions.all() }
    }),
  }
}
