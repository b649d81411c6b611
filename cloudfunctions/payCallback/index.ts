import { readConfig } from '../common/base/config.ts'
import { OneIdError } from '../common/base/errors.ts'
import type { CallbackPorts } from '../common/flows/payment/callback.ts'
import { takeHint, takeReport } from '../common/flows/payment/callback.ts'
import { takeRefund } from '../common/flows/payment/refundNotice.ts'
import type { PaymentNotice } from '../common/routes/paymentNotice.ts'
import { readPaymentNotice } from '../common/routes/paymentNotice.ts'
import { paymentDoors } from '../common/runtime/cloudPay.ts'
import { definePaymentCallback } from '../common/runtime/handler.ts'
import { config as input } from '../oneid.config.ts'

const config = readConfig(input)

const take = (given: CallbackPorts, notice: PaymentNotice) => {
  switch (notice.kind) {
    case 'report':
      return takeReport(given, notice.report)
    case 'refund':
      return takeRefund(given, notice.report)
    case 'hint':
      return takeHint(given, notice.orderNumber)
  }
}

/** WeChat Pay tells that an order is paid, or what became of a refund. Nobody else is listened to. */
export const main = definePaymentCallback('payCallback', async ({ context, event, ports, note }) => {
  const notice = readPaymentNotice(context, event)
  const taken = await take({ ports, config, doors: paymentDoors }, notice)
  note({ notice: notice.kind, taken })
  if (taken === 'unpaid') throw new OneIdError('ORDER_NOT_FOUND', 'WeChat Pay knows of no payment')
})
