import type { AppId } from '../../base/ids.ts'

export type PayApi = 'unifiedOrder' | 'queryOrder' | 'closeOrder' | 'refund'

type Params = Readonly<Record<string, unknown>>

/**
 * The way to WeChat Pay and to the unionid behind a payment. Each resolves with what WeChat answered, and rejects if it
 * refused a cloud call or did not answer in time.
 */
export interface PaymentDoors {
  /**
   * `cloud.cloudPay.<api>`: resolves with `resultCode: FAIL`, too.
   * @param appid the app that the call speaks for, where that is not the environment's own
   */
  readonly payCall: (api: PayApi, params: Params, appid: AppId | undefined) => Promise<unknown>
  /** `cloud.openapi.auth.getPaidUnionId` */
  readonly askPaidUnionId: (params: Params, appid: AppId | undefined) => Promise<unknown>
}
