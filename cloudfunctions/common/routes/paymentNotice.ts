import * as v from 'valibot'
import { OneIdError } from '../base/errors.ts'
import type { RefundReport } from '../wechat/payment/refundReport.ts'
import { readRefundReport } from '../wechat/payment/refundReport.ts'
import type { PaymentReport } from '../wechat/payment/report.ts'
import { readReport } from '../wechat/payment/report.ts'

/** How a notice reached us. `report` and `refund` come from WeChat Pay for certain; a `hint` can come from anybody. */
export type PaymentNotice =
  | { readonly kind: 'report'; readonly report: PaymentReport }
  | { readonly kind: 'refund'; readonly report: RefundReport }
  | { readonly kind: 'hint'; readonly orderNumber: string }

/** The chain of callers, first caller first; absent for HTTP access. */
const ContextSchema = v.object({ SOURCE: v.optional(v.string(), ''), OPENID: v.optional(v.unknown(), '') })

const FROM_PAY = 'wx_paycallback'
const BY_HTTP: readonly string[] = ['', 'wx_http']

const refusal = (source: string): OneIdError =>
  new OneIdError('NOT_A_PAYMENT_CALLBACK', `SOURCE is ${source === '' ? 'absent' : source}`)

/** `return_code` as `returnCode`: older pages and samples print the fields of a callback in snake_case. */
const camelCased = (event: object): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(event).map(([key, value]) => [
      key.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()),
      value,
    ]),
  )

const CodesSchema = v.object({ returnCode: v.literal('SUCCESS'), resultCode: v.literal('SUCCESS') })

const readCallback = (event: unknown): PaymentNotice => {
  const fields = typeof event === 'object' && event !== null ? camelCased(event) : {}
  const refund = readRefundReport(fields)
  if (refund !== undefined) return { kind: 'refund', report: refund }
  const report = v.is(CodesSchema, fields) ? readReport(fields) : undefined
  if (report?.appid === undefined)
    throw new OneIdError('INPUT_INVALID', 'the event is no callback of a payment')
  return { kind: 'report', report }
}

/**
 * The newer integration (集成中心) POSTs the decrypted notification of WeChat Pay v3 to a path that ends so
 * (docs.cloudbase.net/integration/wechat-pay-miniprogram, 2026-11).
 */
const TRIGGER = /\/unifiedOrderTrigger$/

const HttpSchema = v.object({
  httpMethod: v.literal('POST'),
  path: v.pipe(v.string(), v.regex(TRIGGER)),
  body: v.string(),
  isBase64Encoded: v.optional(v.boolean(), false),
})

const NotificationSchema = v.object({
  ParsedContent: v.object({ out_trade_no: v.pipe(v.string(), v.maxLength(32)) }),
})

const readHint = (event: unknown, source: string): PaymentNotice => {
  const http = v.safeParse(HttpSchema, event)
  if (!http.success) throw refusal(source)
  const { body, isBase64Encoded } = http.output
  const text = isBase64Encoded ? Buffer.from(body, 'base64').toString('utf8') : body
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), NotificationSchema), text)
  if (!parsed.success) throw new OneIdError('INPUT_INVALID', 'the body is no notification of a payment')
  return { kind: 'hint', orderNumber: parsed.output.ParsedContent.out_trade_no }
}

/**
 * Who calls is what makes a notice: the last element of SOURCE is `wx_paycallback` when WeChat Pay itself invokes the
 * function (Cloud.getWXContext reference, 2026-11). A client can send the same event, and a function that a client
 * called can pass it on; both are refused.
 * @param context what `cloud.getWXContext()` returned at the start of the invocation
 * @throws OneIdError NOT_A_PAYMENT_CALLBACK, INPUT_INVALID
 */
export const readPaymentNotice = (context: unknown, event: unknown): PaymentNotice => {
  const parsed = v.safeParse(ContextSchema, context)
  if (!parsed.success) throw refusal('')
  const { SOURCE, OPENID } = parsed.output
  if (SOURCE.split(',').at(-1) === FROM_PAY) return readCallback(event)
  if (!BY_HTTP.includes(SOURCE) || OPENID !== '') throw refusal(SOURCE)
  return readHint(event, SOURCE)
}
