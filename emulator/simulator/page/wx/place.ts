import { part } from '../phone.ts'
import { askSheet } from '../router/sheet.ts'
import { asyncCall, type Options, textOption, typeName, type WxTopic } from './api.ts'
import { askFields, type SheetField } from './fieldSheet.ts'
import { createPermissions } from './permissions.ts'

/** 天安门, in gcj02. */
const CENTRE = { latitude: '39.90872', longitude: '116.39748' }

/**
 * Places (developers.weixin.qq.com/miniprogram/dev/api/location/wx.getLocation.html, wx.getFuzzyLocation.html,
 * wx.chooseLocation.html and wx.openLocation.html, 2026-11). The phone is where its developer says, once for each person and app: the simulator asks
 * nobody else, and does not change between wgs84 and gcj02. That app.json has to name these calls in
 * `requiredPrivateInfos` is not checked.
 */
export const place: WxTopic = ({ choice, phone, privacy }) => {
  const permissions = createPermissions(choice, phone)
  const key = `simulator-place:${choice.person.id}@${choice.app.appid}`
  const known = (): typeof CENTRE | undefined => {
    const [latitude, longitude] = (localStorage.getItem(key) ?? '').split(',')
    return latitude !== undefined && longitude !== undefined ? { latitude, longitude } : undefined
  }
  /** @throws Error `cancel` */
  const ask = async (title: string, fields: readonly SheetField[]): Promise<readonly string[]> => {
    const { latitude, longitude } = known() ?? CENTRE
    const coordinates = [
      { label: '纬度', value: latitude },
      { label: '经度', value: longitude },
    ]
    const answer = await askFields(phone, title, [...coordinates, ...fields], '确定')
    if (!answer) throw new Error('cancel')
    return answer
  }

  /** Asks once. */
  const where = async (): Promise<{ latitude: number; longitude: number }> => {
    if (!known()) {
      const [latitude = '', longitude = ''] = await ask('手机在哪里', [])
      localStorage.setItem(key, `${coordinate(latitude, 90)},${coordinate(longitude, 180)}`)
    }
    const { latitude, longitude } = known() ?? CENTRE
    return { latitude: Number(latitude), longitude: Number(longitude) }
  }

  return {
    getLocation: asyncCall('getLocation', async () => {
      await privacy.authorize('getLocation')
      await permissions.need('getLocation', 'scope.userLocation')
      const { latitude, longitude } = await where()
      return {
        latitude,
        longitude,
        speed: -1,
        accuracy: 65,
        altitude: 0,
        verticalAccuracy: 65,
        horizontalAccuracy: 65,
      }
    }),
    // "获取当前的模糊地理位置". Assumption: to two decimals, which is about a kilometre.
    getFuzzyLocation: asyncCall('getFuzzyLocation', async () => {
      await privacy.authorize('getFuzzyLocation')
      await permissions.need('getFuzzyLocation', 'scope.userFuzzyLocation')
      const { latitude, longitude } = await where()
      return { latitude: Number(latitude.toFixed(2)), longitude: Number(longitude.toFixed(2)) }
    }),
    chooseLocation: asyncCall('chooseLocation', async (options) => {
      await privacy.authorize('chooseLocation')
      const [latitude = '', longitude = '', name = '', address = ''] = await ask('选择位置', [
        { label: '名称', value: textOption(options, 'name') },
        { label: '地址', value: textOption(options, 'address') },
      ])
      return { name, address, latitude: coordinate(latitude, 90), longitude: coordinate(longitude, 180) }
    }),
    openLocation: asyncCall('openLocation', (options) => {
      const [latitude, longitude] = [neededNumber(options, 'latitude'), neededNumber(options, 'longitude')]
      const name = textOption(options, 'name') || '位置'
      const lines = [name, textOption(options, 'address'), `${latitude}, ${longitude}`]
      const content = lines.filter((line) => line !== '').map((line) => part('p', 'modal-content', line))
      // The call is over when the map is open, not when it is closed.
      askSheet(phone, name, content, []).catch(console.error)
      return {}
    }),
  }
}

function coordinate(text: string, most: number): number {
  const value = Number(text)
  if (text.trim() === '' || !(Math.abs(value) <= most)) throw new Error(`"${text}" is no coordinate`)
  return value
}

function neededNumber(options: Options, name: string): number {
  const value = options[name]
  if (typeof value === 'number') return value
  throw new Error(`parameter error: parameter.${name} should be Number instead of ${typeName(value)};`)
}
