import { isRecord } from '../localCloud.ts'
import { asyncCall, neededText, type Options, typeName, WxFailure, type WxTopic } from './api.ts'
import { notEmulated } from './notEmulated.ts'

/** "单个 key 允许存储的最大数据长度为 1MB，所有数据存储上限为 10MB" */
const MOST_OF_KEY = 1024 * 1024
const MOST_OF_ALL_KB = 10 * 1024

/**
 * Storage of one person in one app; WeChat keeps them apart too
 * (developers.weixin.qq.com/miniprogram/dev/api/storage/wx.setStorageSync.html and its neighbours, 2026-11). The words of
 * full storage are those of public reports. A browser has room for half of what WeChat has, for all people together.
 */
export const storage: WxTopic = ({ choice }) => {
  const prefix = `miniprogram/${choice.app.appid}/${choice.person.id}/`

  const keys = () =>
    Object.keys(localStorage)
      .filter((key) => key.startsWith(prefix))
      .map((key) => key.slice(prefix.length))
  const read = (key: string): unknown => {
    const stored = localStorage.getItem(prefix + key)
    // WeChat answers an empty text for a key that is not there.
    return stored === null ? '' : JSON.parse(stored)
  }
  const write = (api: string, key: string, data: unknown): void => {
    const text = JSON.stringify(data ?? '')
    if (key.length + text.length > MOST_OF_KEY) throw new WxFailure(`${api}:fail:entry size limit reached`)
    try {
      localStorage.setItem(prefix + key, text)
    } catch {
      console.error('The browser has no room for more in its local storage: about 5 MB for everybody')
      throw new WxFailure(`${api}:fail exceed storage max size 10Mb`)
    }
  }
  const remove = (key: string): void => localStorage.removeItem(prefix + key)
  const clear = (): void => keys().forEach(remove)
  const info = () => {
    const size = keys().reduce((sum, key) => sum + (localStorage.getItem(prefix + key)?.length ?? 0), 0)
    return { keys: keys(), currentSize: Math.ceil(size / 1024), limitSize: MOST_OF_ALL_KB }
  }
  const writeAll = (api: string, list: unknown): void => {
    if (!Array.isArray(list)) throw new WxFailure(`${api}:fail ${wrongList('kvList', list)}`)
    for (const { key, value } of list.filter(isRecord)) write(api, String(key), value)
  }
  const readAll = (api: string, list: unknown): unknown[] => {
    if (!Array.isArray(list)) throw new WxFailure(`${api}:fail ${wrongList('keyList', list)}`)
    return list.map((key) => read(String(key)))
  }

  return {
    getStorageSync: read,
    setStorageSync: (key: unknown, data: unknown) =>
      write('setStorageSync', keyText(key, 'setStorage'), data),
    removeStorageSync: remove,
    clearStorageSync: clear,
    getStorageInfoSync: info,
    batchSetStorageSync: (list: unknown) => writeAll('batchSetStorageSync', list),
    batchGetStorageSync: (list: unknown) => readAll('batchGetStorageSync', list),
    getStorage: asyncCall('getStorage', (options) => {
      refuseEncryption(options)
      const key = neededText(options, 'key')
      if (!keys().includes(key)) throw new Error('data not found')
      return { data: read(key) }
    }),
    setStorage: asyncCall('setStorage', (options) => {
      refuseEncryption(options)
      write('setStorage', neededText(options, 'key'), options['data'])
      return {}
    }),
    removeStorage: asyncCall('removeStorage', (options) => {
      remove(neededText(options, 'key'))
      return {}
    }),
    clearStorage: asyncCall('clearStorage', () => {
      clear()
      return {}
    }),
    getStorageInfo: asyncCall('getStorageInfo', info),
    batchSetStorage: asyncCall('batchSetStorage', ({ kvList }) => {
      writeAll('batchSetStorage', kvList)
      return {}
    }),
    batchGetStorage: asyncCall('batchGetStorage', ({ keyList }) => ({
      dataList: readAll('batchGetStorage', keyList),
    })),
  }
}

function keyText(key: unknown, api: string): string {
  if (typeof key === 'string') return key
  throw new WxFailure(
    `${api}:fail parameter error: parameter.key should be String instead of ${typeName(key)};`,
  )
}

const wrongList = (name: string, given: unknown): string =>
  `parameter error: parameter.${name} should be Array instead of ${typeName(given)};`

/** What is to be encrypted is stored as it is. */
function refuseEncryption({ encrypt }: Options): void {
  if (encrypt === true) notEmulated('wx.setStorage: encrypt')
}
