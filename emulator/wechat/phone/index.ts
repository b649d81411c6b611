import * as v from 'valibot'
import type { ClientApi, Holder } from '../clientApi.ts'
import { ClientFailure } from '../clientApi.ts'
import type { Codes } from '../codes/index.ts'
import type { ApiDoor, WeChatParts } from '../door.ts'
import { REFUSALS } from '../errors.ts'
import { openidOf } from '../ids.ts'
import type { OpenData } from '../opendata/index.ts'
import type { Tokens } from '../token/index.ts'
import { NO_PHONE_BOUND } from './errors.ts'

/** Phone numbers of people, behind a button of open-type getPhoneNumber. */
export interface PhoneNumbers {
  readonly doors: readonly ApiDoor[]
  readonly clientApis: readonly ClientApi[]
  /**
   * What an app gets for a code of the button, by HTTPS or by cloud call.
   * @throws WeChatRefusal 40013 the code is another app's; 40029 it is used, expired, of wx.login or of nobody
   */
  readonly exchange: (appid: string, request: unknown) => Readonly<Record<string, unknown>>
}

const RequestSchema = v.object({ code: v.optional(v.string(), ''), openid: v.optional(v.string()) })

/**
 * countryCode is a text: the sample of the page shows a number, servers answer a text (community report
 * 000c6c53a5cdd8cd0e1324f1b62800). Assumption: a number of another country carries its code without a sign.
 */
const numbersOf = (person: Holder['person']) => {
  const { phone, countryCode = '86' } = person
  if (phone === undefined) return undefined
  return {
    phoneNumber: countryCode === '86' ? phone : `${countryCode}${phone}`,
    purePhoneNumber: phone,
    countryCode,
  }
}

export const createPhoneNumbers = (
  { world, now }: WeChatParts,
  codes: Codes,
  tokens: Tokens,
  openData: OpenData,
): PhoneNumbers => {
  const tap = (holder: Holder) => {
    const numbers = numbersOf(holder.person)
    if (numbers === undefined) throw new ClientFailure(NO_PHONE_BOUND)
    // Its five minutes run while the person still looks at the sheet that asks for consent.
    const code = codes.issue({ kind: 'phone', appid: holder.app.appid, personId: holder.person.id })
    return { code, ...openData.seal(holder, 'phone', numbers) }
  }

  const exchange: PhoneNumbers['exchange'] = (appid, request) => {
    if (request === undefined) throw REFUSALS.emptyBody()
    const parsed = v.safeParse(RequestSchema, request)
    if (!parsed.success) throw REFUSALS.unreadableBody()
    const { code, openid } = parsed.output
    if (code === '') throw REFUSALS.missingCode()
    const issued = codes.look(code)
    if (issued?.kind === 'phone') {
      if (issued.appid !== appid) throw REFUSALS.invalidAppid()
      // This API has one number for all of it; 40163 is not among its errors (page of getPhoneNumber, 2026-11).
      if (issued.usedAt !== undefined) throw REFUSALS.invalidCode()
      // The page says that openid and code must belong together. Assumption: the number, and that the code stays good.
      if (openid !== undefined && openid !== openidOf(appid, issued.personId)) throw REFUSALS.invalidCode()
    }
    const { personId } = codes.redeem(['phone'], appid, code)
    const numbers = numbersOf(world.person(personId))
    // Assumption: a number that was taken off the account after the tap.
    if (numbers === undefined) throw REFUSALS.invalidCode()
    const watermark = { timestamp: Math.floor(now() / 1_000), appid }
    return { errcode: 0, errmsg: 'ok', phone_info: { ...numbers, watermark } }
  }

  return {
    exchange,
    doors: [
      {
        method: 'POST',
        path: '/wxa/business/getuserphonenumber',
        answer: ({ query, body }) => exchange(tokens.appidOf(query['access_token']), body),
      },
    ],
    clientApis: [{ name: 'getPhoneNumber', answer: tap }],
  }
}
