import type { Choice } from '../choice.ts'
import { askConsent } from '../consent.ts'
import { isRecord } from '../localCloud.ts'
import type { Phone } from '../phone.ts'
import { WxFailure } from './api.ts'

/**
 * What a person is asked for in each scope:
 * developers.weixin.qq.com/miniprogram/dev/framework/open-ability/authorize.html (2026-11)
 */
export const SCOPES: Readonly<Record<string, string>> = {
  'scope.userLocation': '位置信息',
  'scope.userFuzzyLocation': '模糊位置信息',
  'scope.werun': '微信运动步数',
  'scope.record': '麦克风',
  'scope.camera': '摄像头',
  'scope.bluetooth': '蓝牙',
  'scope.writePhotosAlbum': '添加到相册',
  'scope.addPhoneContact': '添加到联系人',
  'scope.addPhoneCalendar': '添加到日历',
}

/** What a person has allowed to a mini-program, and forbidden. */
export interface Permissions {
  /** By scope; only what was asked for is among it. */
  readonly all: () => Readonly<Record<string, boolean>>
  readonly set: (scope: string, allowed: boolean) => void
  /**
   * Asks once; afterwards what was answered holds, until openSetting changes it.
   * @throws WxFailure `<api>:fail auth deny`, errno 103
   */
  readonly need: (api: string, scope: string) => Promise<void>
}

/** "一旦用户明确同意或拒绝过授权，其授权关系会记录在后台，直到用户主动删除小程序" (same page) */
export function createPermissions({ app, person }: Choice, phone: Phone): Permissions {
  const key = `simulator-permissions:${person.id}@${app.appid}`
  const all = (): Record<string, boolean> => {
    const stored: unknown = JSON.parse(localStorage.getItem(key) ?? '{}')
    const known = isRecord(stored) ? Object.entries(stored) : []
    return Object.fromEntries(known.map(([scope, allowed]) => [scope, allowed === true]))
  }
  const set = (scope: string, allowed: boolean): void =>
    localStorage.setItem(key, JSON.stringify({ ...all(), [scope]: allowed }))

  return {
    all,
    set,
    async need(api, scope) {
      const title = `${app.alias} 申请使用${SCOPES[scope] ?? scope}`
      if (all()[scope] === undefined) set(scope, await askConsent(phone, title, ''))
      if (!all()[scope]) throw new WxFailure(`${api}:fail auth deny`, { errno: 103 })
    },
  }
}
