import * as v from 'valibot'
import { WeChatCodeSchema } from '../wechat/weChatNumbers.ts'
import { AppAliasSchema } from './appNamed.ts'
import { OPEN_DATA_FIELDS } from './loginRequest.ts'

/** JSON Web Tokens of ours have less than half of that. */
const TOKEN_CHARACTERS_AT_MOST = 4_096

const Token = v.pipe(v.string(), v.nonEmpty(), v.maxLength(TOKEN_CHARACTERS_AT_MOST))

/** Unused code of `wx.login`; with it, perhaps, what wx.getUserInfo gave after that login. */
export const MiniProgramSignInSchema = v.object({
  app: AppAliasSchema,
  code: WeChatCodeSchema,
  ...OPEN_DATA_FIELDS,
})
export type MiniProgramSignIn = v.InferOutput<typeof MiniProgramSignInSchema>

/** `code` of `SendAuth.Resp`, which the WeChat SDK gives a mobile app. */
export const MobileSignInSchema = v.object({ app: AppAliasSchema, code: WeChatCodeSchema })

/** RFC 7636: 43 to 128 characters, of which the challenge was the SHA-256. */
const Verifier = v.pipe(v.string(), v.regex(/^[A-Za-z0-9._~-]{43,128}$/))

export const TicketExchangeSchema = v.object({ ticket: Token, verifier: Verifier })

export const RefreshSchema = v.object({ app: AppAliasSchema, refreshToken: Token })

/** How a page begins a sign-in. */
export const OAuthStartSchema = v.object({
  /** Where to return to; a query may follow the listed address. */
  redirect: v.pipe(v.string(), v.url(), v.maxLength(1_024)),
  /** base64url of the SHA-256 of a verifier that the page keeps (RFC 7636, S256). */
  challenge: v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{43}$/)),
  /** `never`: an official account does not ask the person for the unionid. */
  consent: v.optional(v.picklist(['when-needed', 'never']), 'when-needed'),
})

/** How WeChat sends somebody back. Without a code the person has refused. */
export const OAuthReturnSchema = v.object({
  /** Whatever it is: what does not belong to a journey is refused as one. */
  state: v.optional(v.pipe(v.string(), v.maxLength(128)), ''),
  code: v.optional(WeChatCodeSchema),
})
