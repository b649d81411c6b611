import { asyncCall, textOption, type WxTopic } from './api.ts'

/** Storage of one person in one app; WeChat keeps them apart too. */
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
  const write = (key: string, data: unknown): void => {
    localStorage.setItem(prefix + key, JSON.stringify(data ?? ''))
  }
  const remove = (key: string): void => localStorage.removeItem(prefix + key)
  const clear = (): void => keys().forEach(remove)
  const info = () => {
    const size = keys().reduce((sum, key) => sum + (localStorage.getItem(prefix + key)?.length ?? 0), 0)
    return { keys: keys(), currentSize: Math.ceil(size / 1024), limitSize: 10240 }
  }

  return {
    getStorageSync: read,
    setStorageSync: write,
    removeStorageSync: remove,
    clearStorageSync: clear,
    getStorageInfoSync: info,
    getStorage: asyncCall('getStorage', (options) => {
      const key = textOption(options, 'key')
      if (!keys().includes(key)) throw new Error('data not found')
      return { data: read(key) }
    }),
    setStorage: asyncCall('setStorage', (options) => {
      write(textOption(options, 'key'), options['data'])
      return {}
    }),
    removeStorage: asyncCall('removeStorage', (options) => {
      remove(textOption(options, 'key'))
      return {}
    }),
    clearStorage: asyncCall('clearStorage', () => {
      clear()
      return {}
    }),
    getStorageInfo: asyncCall('getStorageInfo', info),
  }
}
