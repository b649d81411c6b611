import type { ErrorCode } from '../../cloudfunctions/common/base/errors.ts'
import { ERRORS, statusOf } from '../../cloudfunctions/common/base/errors.ts'
import { CLIENT_ERRORS } from './clientErrors.ts'

const isErrorCode = (code: string): code is ErrorCode => code in ERRORS

/** docs/errors.md: the catalogue of errors, for readers. */
export const errorCatalogue = (): string => {
  const entries = Object.entries({ ...ERRORS, ...CLIENT_ERRORS }).map(
    ([code, { cause, remedy, person }]) =>
      `## ${code}\n\n` +
      (isErrorCode(code) ? `Over HTTP: ${statusOf(code)}\n\n` : '') +
      `**What happened.** ${cause.en}\n\n**What to do.** ${remedy.en}\n\n` +
      `**原因** ${cause.zh}\n\n**处理** ${remedy.zh}\n\n` +
      `**The person reads · 用户看到** ${person}\n`,
  )
  const clientCodes = Object.keys(CLIENT_ERRORS)
    .map((code) => `\`${code}\``)
    .join(', ')
  return [
    '# Errors · 错误码\n',
    'Every failed call answers `{ ok: false, code, message, requestId }`. `code` is one of these and never changes its',
    'meaning; `message` is what the person may read; `requestId` finds the line in the log.\n',
    `${clientCodes} are made by the client SDK, which throws all of them as \`OneIdError\`.\n`,
    'This page is printed from the catalogue in `cloudfunctions/common/base/errors.ts` by `npm run docs`.\n',
    ...entries,
  ].join('\n')
}
