import { readConfig } from '../common/base/config.ts'
import { OneIdError } from '../common/base/errors.ts'
import { takeHint, takeReport } from '../common/flows/payment/callback.ts'
import { readPaymentNotice } from '../common/routes/paymentNotice.ts'
import { paymentDoors } from '../common/runtime/cloudPay.ts'
import { definePaymentCallback } from '../common/runtime/handler.ts'
import { config as input } from '../oneid.config.ts'

const config = readConfig(input)

/** WeChat Pay tells that an order is paid. Nobody else is listened to. */
export const main = definePaymentCallback('payCallback', async ({ context, event, ports, note }) => {
  const notice = readPaymentNotice(context, event)
  const given = { ports, config, doors: paymentDoors }
  const taken =
    notice.kind === 'report'
      ? await takeReport(given, notice.report)
      : await takeHint(given, notice.orderNumber)
  note({ notice: notice.kind, taken })
  if (taken === 'unpaid') throw new OneIdError('ORDER_NOT_FOUND', 'WeChat Pay knows of no payment')
})
