import { Db } from '@cloudbase/database'
import type { Choice } from '../choice.ts'
import type { Options } from './api.ts'
import { collectionOf } from './databaseCollection.ts'
import { DatabaseRequest, type DatabaseSettings } from './databaseRequest.ts'
import { reportingUnknown } from './notEmulated.ts'

/**
 * `wx.cloud.database()`: the query language of the platform's own package, WeChat's shapes of results around it
 * (https://developers.weixin.qq.com/miniprogram/dev/wxcloud/reference-sdk-api/database/Database.html, read 2026-11).
 */
export const createDatabase =
  (choice: Choice) =>
  (config: Options = {}): object => {
    Db.reqClass = DatabaseRequest
    const settings: DatabaseSettings = { env: config['env'], choice, throwOnCode: true }
    const db = new Db(settings)
    return reportingUnknown('wx.cloud.database()', {
      command: db.command,
      serverDate: db.serverDate,
      RegExp: db.RegExp,
      Geo: geoOf(Object.entries(db.Geo)),
      collection: (name: string) =>
        collectionOf(db.collection(name), { throwOnNotFound: config['throwOnNotFound'] !== false }),
    })
  }

/** WeChat calls `db.Geo.Point(1, 2)` with or without `new`; the package has classes. */
function geoOf(kinds: readonly (readonly [string, unknown])[]): object {
  return Object.fromEntries(
    kinds.map(([name, kind]) => {
      function make(...given: readonly unknown[]): unknown {
        return typeof kind === 'function' ? Reflect.construct(kind, given) : undefined
      }
      return [name, make]
    }),
  )
}
