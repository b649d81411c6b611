import type { PaymentWindows } from '../../../services/oneid/contract'

/** One line of the figures. */
export interface Figure {
  name: string
  words: string
  value: string
}

const LOST: Readonly<Record<string, string>> = { LATE: '超过五分钟', NO_ANSWER: '微信没有答复' }

/** What became of the five minutes after payments, as lines. */
export function figuresOf({ opened, used, unneeded, dropped, open, lost }: PaymentWindows): Figure[] {
  const lines: [name: string, words: string, count: number][] = [
    ['opened', '付款时 UnionID 暂缺', opened],
    ['used', '由支付补上', used],
    ['unneeded', '其他途径先补上', unneeded],
    ['open', '还在等待', open],
    ['dropped', '账号已不在', dropped],
    ...Object.entries(lost).map(([why, count]): [string, string, number] => [
      why,
      `错过：${LOST[why] ?? `微信错误 ${why}`}`,
      count,
    ]),
  ]
  // The first two tell how well it works; of the others only those that happened.
  return lines
    .filter(([name, , count]) => name === 'opened' || name === 'used' || count > 0)
    .map(([name, words, count]) => ({ name, words, value: String(count) }))
}
