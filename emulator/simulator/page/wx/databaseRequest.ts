import type { Choice } from '../choice.ts'
import { askCloud } from './cloudRequest.ts'

/** What @cloudbase/database 1.4.3 hands to every request. */
export interface DatabaseSettings {
  readonly env: unknown
  readonly choice: Choice
  /** Wrong arguments are thrown, not answered. */
  readonly throwOnCode: true
}

/** Sends the requests of @cloudbase/database 1.4.3 to the local cloud. */
export class DatabaseRequest {
  readonly settings: DatabaseSettings

  constructor(settings: DatabaseSettings) {
    this.settings = settings
  }

  /** @throws WxFailure with the platform's errCode and errMsg */
  send(action: string, params: object): Promise<Record<string, unknown>> {
    return askCloud('database', this.settings.choice, { ...params, action })
  }
}
