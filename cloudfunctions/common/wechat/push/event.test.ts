import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { AppIdSchema } from '../../base/ids.ts'
import { says } from '../testing.ts'
import { readMessage } from './event.ts'

// Pages "receiving events" and "authorised user information changes", 2026-11.

const read = (fields: Readonly<Record<string, string>>) =>
  readMessage(fields, v.parse(AppIdSchema, 'wx13974bf780d3dc89'))
const refused = (detail: string) => expect.toSatisfy(says(`PUSH_UNREADABLE: ${detail}`))

const FOLLOWED = {
  ToUserName: 'gh_870882ca4b1',
  FromUserName: 'o9AgO5Kd5ggOC-bXrbNODIiE3bGY',
  CreateTime: '1714112445',
  MsgType: 'event',
  Event: 'subscribe',
}

describe('somebody who follows', () => {
  it.each([
    ['subscribe', 'follow'],
    ['SCAN', 'follow'],
    ['unsubscribe', 'unfollow'],
  ])('%s is %s', (Event, kind) => {
    expect(read({ ...FOLLOWED, Event, EventKey: 'qrscene_123123', Ticket: 'TICKET' })).toStrictEqual({
      kind,
      openid: 'o9AgO5Kd5ggOC-bXrbNODIiE3bGY',
      at: 1_714_112_445_000,
    })
  })

  it.each([
    ['no sender', { FromUserName: '' }],
    ['a sender that is no id', { FromUserName: 'o9AgO5Kd5ggOC bXrbNODIiE3bGY' }],
    ['no time', { CreateTime: '' }],
    ['a time that is none', { CreateTime: 'now' }],
    ['a time before 1970', { CreateTime: '-1' }],
    ['a time with a fraction', { CreateTime: '1714112445.5' }],
    ['a time out of all bounds', { CreateTime: '171411244500' }],
  ])('is unreadable with %s', (_, damage) => {
    expect(() => read({ ...FOLLOWED, ...damage })).toThrow(refused('follow: no person or no time'))
    expect(() => read({ ...FOLLOWED, Event: 'unsubscribe', ...damage })).toThrow(
      refused('unfollow: no person or no time'),
    )
  })

  it.each(['FromUserName', 'CreateTime'])('is unreadable without %s', (name) => {
    const rest = Object.fromEntries(Object.entries(FOLLOWED).filter(([field]) => field !== name))
    expect(() => read(rest)).toThrow(refused('follow: no person or no time'))
  })
})

const CHANGED = {
  ToUserName: 'gh_870882ca4b1',
  FromUserName: 'owAqB1v0ahK_Xlc7GshIDdf2yf7E',
  CreateTime: '1626857200',
  MsgType: 'event',
  Event: 'user_authorization_revoke',
  OpenID: 'owAqB1nqaOYYWl0Ng484G2z5NIwU',
  AppID: 'wx13974bf780d3dc89',
  RevokeInfo: '201',
}
const { AppID, RevokeInfo, ...BARE } = CHANGED

describe('A43: somebody whose authorisation changes', () => {
  it.each(['user_info_modified', 'user_authorization_revoke', 'user_authorization_cancellation'])(
    '%s is of OpenID, not of the platform that sends it',
    (Event) => {
      expect(read({ ...CHANGED, Event })).toStrictEqual({
        kind: 'authorization',
        event: Event,
        openid: 'owAqB1nqaOYYWl0Ng484G2z5NIwU',
        revokeInfo: '201',
        at: 1_626_857_200_000,
      })
    },
  )

  it('may revoke nothing, and not name the app', () => {
    const event = 'user_info_modified'
    const openid = 'owAqB1nqaOYYWl0Ng484G2z5NIwU'
    expect(read({ ...BARE, Event: event })).toStrictEqual({
      kind: 'authorization',
      event,
      openid,
      revokeInfo: '',
      at: 1_626_857_200_000,
    })
    expect(read({ ...BARE, RevokeInfo })).toMatchObject({ revokeInfo: '201' })
    expect(read({ ...BARE, AppID })).toMatchObject({ openid })
  })

  it.each(['wx4f4bc4dec97d474b', 'WX13974BF780D3DC89', 'gh_870882ca4b1', ''])(
    'is unreadable when AppID is %j',
    (appid) => {
      expect(() => read({ ...CHANGED, AppID: appid })).toThrow(
        refused('user_authorization_revoke: of another app'),
      )
    },
  )

  it.each([
    ['no person', { OpenID: '' }],
    ['a person that is no id', { OpenID: '$' }],
    ['no time', { CreateTime: '' }],
    ['a revocation that is too long', { RevokeInfo: '1'.repeat(129) }],
  ])('is unreadable with %s', (_, damage) => {
    expect(() => read({ ...CHANGED, ...damage })).toThrow(
      refused('user_authorization_revoke: no person or no time'),
    )
  })

  it('is unreadable without OpenID, whoever FromUserName is', () => {
    const { OpenID, ...nobody } = CHANGED
    expect(() => read(nobody)).toThrow('PUSH_UNREADABLE')
    expect(read({ ...nobody, OpenID })).toHaveProperty('openid', 'owAqB1nqaOYYWl0Ng484G2z5NIwU')
  })
})

describe('every other message', () => {
  it.each([
    ['nothing', {}],
    ['an event of another name', { ...FOLLOWED, Event: 'CLICK' }],
    ['an event in another spelling', { ...FOLLOWED, Event: 'Subscribe' }],
    ['an event in another spelling', { ...FOLLOWED, Event: 'scan' }],
    ['an event in another spelling', { ...CHANGED, Event: 'USER_INFO_MODIFIED' }],
    ['an event that is the name of a property', { ...FOLLOWED, Event: 'constructor' }],
    ['an event without a name', { MsgType: 'event' }],
    ['a text that says subscribe', { ...FOLLOWED, MsgType: 'text', Content: 'subscribe' }],
    ['a type in another spelling', { ...FOLLOWED, MsgType: 'Event' }],
    ['an event without a type', { Event: 'subscribe', FromUserName: FOLLOWED.FromUserName }],
  ])('is other: %s', (_, fields) => {
    expect(read(fields)).toStrictEqual({ kind: 'other' })
  })
})
