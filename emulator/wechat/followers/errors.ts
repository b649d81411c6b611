import { WeChatRefusal } from '../errors.ts'

/** Errors of lists of openids (return code page, 2026-11). */
export const LIST_REFUSALS = {
  invalidList: () => new WeChatRefusal(40031, 'invalid openid list'),
  invalidListSize: () => new WeChatRefusal(40032, 'invalid openid list size'),
} as const
