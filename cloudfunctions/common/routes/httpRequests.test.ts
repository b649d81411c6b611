import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { BackfillRequestSchema, MigrationRequestSchema } from './importRequest.ts'
import { ResolveIdsSchema, ResolveUsersSchema } from './resolveRequest.ts'
import {
  MiniProgramSignInSchema,
  MobileSignInSchema,
  OAuthReturnSchema,
  OAuthStartSchema,
  RefreshSchema,
  TicketExchangeSchema,
} from './sessionRequest.ts'

// What HTTP clients send. Every row begins with what is right, and says what is wrong of the others.

const CODE = '0a1b2c3d4e5f6a7b8c9d0e1f2a3b4c5d'
// RFC 7636, appendix B.
const VERIFIER = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk'
const CHALLENGE = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM'
const STATE = '0123456789abcdef0123456789abcdef'
const USER = 'uAAAAAAAAAAAAAAAAAAAAAA'

const many = <One>(count: number, one: One): readonly One[] => Array.from({ length: count }, () => one)

const TABLE: readonly (readonly [
  name: string,
  schema: v.GenericSchema,
  right: object,
  wrong: readonly object[],
])[] = [
  [
    'sign-in of a mini-program',
    MiniProgramSignInSchema,
    { app: 'shop', code: CODE, iv: `${'A'.repeat(22)}==`, signature: 'a'.repeat(40) },
    [
      { app: 'Shop' },
      { app: undefined },
      { code: 'short' },
      { code: undefined },
      { iv: 'AAAA' },
      { signature: 'x' },
    ],
  ],
  [
    'sign-in of a mobile app',
    MobileSignInSchema,
    { app: 'mobile', code: CODE },
    [{ code: `${CODE}&secret=1` }, { app: '' }],
  ],
  [
    'a ticket',
    TicketExchangeSchema,
    { ticket: 't', verifier: VERIFIER },
    [
      { ticket: '' },
      { ticket: 't'.repeat(4_097) },
      { verifier: VERIFIER.slice(1) },
      { verifier: 'a'.repeat(129) },
      { verifier: `${VERIFIER}+` },
    ],
  ],
  [
    'a refresh',
    RefreshSchema,
    { app: 'shop', refreshToken: 't'.repeat(4_096) },
    [
      { app: 'no app' },
      { refreshToken: '' },
      { refreshToken: undefined },
      { refreshToken: 't'.repeat(4_097) },
    ],
  ],
  [
    'the beginning of a web sign-in',
    OAuthStartSchema,
    { redirect: 'https://www.example.com/login?next=%2F', challenge: CHALLENGE },
    [
      { redirect: '/login' },
      { redirect: undefined },
      { redirect: `https://www.example.com/${'a'.repeat(1_024)}` },
      { challenge: CHALLENGE.slice(1) },
      { challenge: `${CHALLENGE}A` },
      { challenge: undefined },
      { consent: 'always' },
    ],
  ],
  [
    'the return from WeChat',
    OAuthReturnSchema,
    { state: STATE, code: CODE },
    [{ state: 'a'.repeat(129) }, { state: 7 }, { code: 'x' }],
  ],
  [
    'the followers of an account',
    BackfillRequestSchema,
    { app: 'news' },
    [{ app: 'News' }, { app: undefined }],
  ],
  [
    'the migration of an account',
    MigrationRequestSchema,
    { from: 'news', to: 'daily' },
    [{ from: undefined }, { to: undefined }, { to: 'Daily' }],
  ],
  [
    'ids to resolve',
    ResolveIdsSchema,
    {
      ids: [
        { app: 'shop', openid: 'oPerson1' },
        { openPlatform: 'main', unionid: 'uPerson1' },
      ],
    },
    [
      { ids: [] },
      { ids: [{ app: 'shop' }] },
      { ids: [{ openPlatform: 'main' }] },
      { ids: [{ app: 'shop', openid: { $ne: 1 } }] },
      { ids: many(101, { app: 'shop', openid: 'oPerson1' }) },
    ],
  ],
  [
    'users to resolve',
    ResolveUsersSchema,
    { users: [USER] },
    [{ users: [] }, { users: ['alice'] }, { users: many(51, USER) }],
  ],
]

describe.each(TABLE)('%s', (_, schema, right, wrong) => {
  it('is read', () => {
    expect(v.safeParse(schema, right)).toMatchObject({ success: true, output: right })
  })

  it.each(wrong.map((one) => [JSON.stringify(one).slice(0, 60), one] as const))(
    'is none with %s',
    (_words, one) => {
      expect(v.safeParse(schema, { ...right, ...one }).success).toBe(false)
    },
  )
})

it('asks for consent when it is needed, unless somebody says never; and as many as are allowed are', () => {
  const begun = { redirect: 'https://www.example.com/login', challenge: CHALLENGE }
  expect(v.parse(OAuthStartSchema, begun).consent).toBe('when-needed')
  expect(v.parse(OAuthStartSchema, { ...begun, consent: 'never' }).consent).toBe('never')
  // What is no state of ours is refused as one, and not as a malformed request.
  expect(v.parse(OAuthReturnSchema, {})).toEqual({ state: '' })
  expect(v.is(ResolveIdsSchema, { ids: many(100, { app: 'shop', openid: 'oPerson1' }) })).toBe(true)
  expect(v.is(ResolveUsersSchema, { users: many(50, USER) })).toBe(true)
})
