import { OneIdError } from '../../base/errors.ts'

/** Nothing of the message, and no cause, is in the error: who sent it need not be WeChat. */
export const unreadable = (detail: string): OneIdError => new OneIdError('PUSH_UNREADABLE', detail)

/** No page names a limit (2026-11): a bound of ours, far above the samples of messages. */
const BYTES_AT_MOST = 65_536

/** @throws OneIdError PUSH_UNREADABLE if a text is longer than any message of WeChat */
export const checkSize = (text: string): void => {
  if (Buffer.byteLength(text) > BYTES_AT_MOST) throw unreadable(`more than ${BYTES_AT_MOST} bytes`)
}
