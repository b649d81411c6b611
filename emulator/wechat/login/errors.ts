import { WeChatRefusal } from '../errors.ts'

/**
 * Return codes of the login APIs (pages of code2Session, checkSessionKey and resetUserSessionKey, 2026-11).
 * Assumption: the words, and that checkSessionKey knows 87008 too, which only the page of the other one lists.
 */
export const LOGIN_REFUSALS = {
  highRiskUser: () => new WeChatRefusal(40226, 'code blocked,'),
  invalidSignatureMethod: () => new WeChatRefusal(87008, 'invalid sig_method'),
  invalidSignature: () => new WeChatRefusal(87009, 'invalid signature'),
} as const

/** Assumption: what checkSession says when it fails; the page documents no text. */
export const SESSION_EXPIRED = 'session time out, please relogin'
