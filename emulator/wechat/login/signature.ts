import { createHmac } from 'node:crypto'

/**
 * The signature by which a server proves that it holds a session_key: its base64 text is the key, not the bytes that
 * it stands for (page "Signature of user's login state", 2026-11).
 */
export const loginStateSignature = (sessionKey: string, data = ''): string =>
  createHmac('sha256', sessionKey).update(data).digest('hex')
