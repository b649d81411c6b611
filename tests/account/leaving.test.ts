import { readFileSync } from 'node:fs'
import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { revoke } from '../../cloudfunctions/common/flows/account/revocation.ts'
import { openDatabase } from '../../cloudfunctions/common/runtime/cloud.ts'
import { jobId } from '../../cloudfunctions/common/store/jobs.ts'
import { inProject } from '../../scripts/project/paths.ts'
import { config, GUEST, NUMBER, useAccountWorld } from './accountWorld.ts'

/** How people leave: with all their data, or for good; and what WeChat says about it. */

const DAY_MS = 86_400_000

const { world, phone, account, documents, login, loginWithout, requests, ports, callOf } = useAccountWorld()

/** An account that came about by a merge: both halves have a number, and somebody else has an account too. */
const mergedAlice = async () => {
  const early = await loginWithout('alice', 'shop')
  const code = await phone('alice').phoneCode()
  await account('alice', { action: 'phone', code })
  world().clock.advance('1m')
  const late = await login('alice', 'club')
  await account('alice', { action: 'phone', code: await phone('alice', 'club').phoneCode() }, 'club')
  expect(await login('alice', 'shop')).toBe(early)
  await login('bob')
  await account('bob', { action: 'profile', nickname: 'Bob' })
  await account('bob', { action: 'phone', code: await phone('bob').phoneCode() })
  return { early, late }
}

describe('export', () => {
  const ExportSchema = v.object({
    data: v.record(v.string(), v.array(v.looseObject({ _id: v.string() }))),
  })

  it('is everything that is held about the person, collection by collection, and nobody else’s', async () => {
    const { early, late } = await mergedAlice()
    await account('alice', { action: 'claimGuest', guestId: GUEST })
    for (const [person, key] of [
      ['alice', 'purchase-of-alice'],
      ['bob', 'purchase-of-bob-1'],
    ] as const)
      await phone(person).call('pay', { action: 'order', product: 'coffee', key })
    for (const person of ['alice', 'bob']) {
      const body = JSON.stringify({ app: 'shop', code: await phone(person).wxLogin() })
      const headers = { 'content-type': 'application/json' }
      await fetch(`${world().http('gateway')}/sessions/mini-program`, { method: 'POST', headers, body })
    }
    await account('alice', { action: 'delete' })
    const { data } = v.parse(ExportSchema, await account('alice', { action: 'export' }))
    // The caller, two generations of tombstones, and nine questions.
    expect(requests()).toEqual(['aggregateDocuments', ...Array.from({ length: 10 }, () => 'getDocument')])

    const schema: unknown = JSON.parse(readFileSync(inProject('cloudfunctions', 'schema.json'), 'utf8'))
    const { collections } = v.parse(
      v.object({ collections: v.array(v.object({ name: v.string() })) }),
      schema,
    )
    // The figures of a day name nobody.
    const personal = collections.map(({ name }) => name).filter((name) => name !== 'statsDaily')
    expect(Object.keys(data).toSorted()).toEqual(personal.toSorted())

    const { pseudonym } = ports().sealing
    const names = [early, late, pseudonym(early), pseudonym(late)]
    for (const name of personal) {
      const about = documents(name).filter((row) => names.some((one) => JSON.stringify(row).includes(one)))
      expect(about).not.toEqual([])
      expect(data[name]?.map(({ _id }) => _id).toSorted()).toEqual(about.map(({ _id }) => _id).toSorted())
    }
    const shown = JSON.stringify(data)
    expect(shown).toContain(phone('alice').openid)
    expect(shown).toContain(phone('alice', 'club').openid)
    expect(shown).not.toContain(phone('bob').openid)
  })

  it('opens the phone numbers, and holds no seal', async () => {
    await mergedAlice()
    const { data } = v.parse(ExportSchema, await account('alice', { action: 'export' }))
    const opened = { number: `+86${NUMBER}`, lastDigits: '5678', at: expect.any(Number) }
    expect(data['users']?.map((user) => user['phone'])).toEqual([opened, opened])
    for (const user of documents('users')) {
      const { sealed, hash } = Object(user['phone'])
      expect(JSON.stringify(data)).not.toContain(sealed)
      expect(JSON.stringify(data)).not.toContain(hash)
    }
  })

  it('does not name who else a conflict was about', async () => {
    await login('alice')
    const other = await login('bob')
    const conflict = { reason: 'BARRIER', union: 'un-1', other, at: 1 }
    await openDatabase()
      .collection('identities')
      .where({ appid: phone('alice').appid, openid: phone('alice').openid })
      .update({ data: { conflict } })
    const { data } = v.parse(ExportSchema, await account('alice', { action: 'export' }))
    expect(JSON.stringify(data)).toContain('BARRIER')
    expect(JSON.stringify(data)).not.toContain(other)
  })
})

describe('delete', () => {
  it('writes a wish that is due after the days of grace, and its job; asking twice changes nothing', async () => {
    const userId = await login('alice')
    const reply = v.parse(
      v.looseObject({ deletionDue: v.number() }),
      await account('alice', { action: 'delete' }),
    )
    expect(requests()).toEqual(['aggregateDocuments', 'insertDocument', 'modifyDocument', 'insertDocument'])
    const [user] = documents('users')
    const { requestedAt, due } = Object(user?.['deletion'])
    expect(due - requestedAt).toBe(7 * DAY_MS)
    expect(reply.deletionDue).toBe(due)
    expect(user).toMatchObject({ status: 'active', version: 2 })
    expect(documents('jobs').filter(({ kind }) => kind === 'erase')).toEqual([
      {
        _id: jobId('erase', userId, String(requestedAt)),
        kind: 'erase',
        due,
        users: [userId],
        userId,
        pass: 'first',
        state: 'waiting',
        leaseUntil: 0,
        attempts: 0,
      },
    ])
    const before = [documents('users'), documents('jobs'), documents('audit')]
    world().clock.advance('1h')
    expect(await account('alice', { action: 'delete' })).toEqual(reply)
    // The line of the audit again, in case that the first call was cut off before it.
    expect(requests()).toEqual(['aggregateDocuments', 'insertDocument'])
    expect([documents('users'), documents('jobs'), documents('audit')]).toEqual(before)
    expect(await account('alice', { action: 'me' })).toEqual(reply)
  })

  it('can be taken back, once; DELETION_NOT_PENDING otherwise', async () => {
    await login('alice')
    const cancel = () => account('alice', { action: 'cancelDeletion' })
    expect(await cancel()).toMatchObject({ code: 'DELETION_NOT_PENDING' })
    await account('alice', { action: 'delete' })
    expect(await cancel()).not.toHaveProperty('deletionDue')
    expect(requests()).toEqual(['aggregateDocuments', 'modifyDocument', 'insertDocument'])
    expect(documents('users')[0]).toMatchObject({ version: 3 })
    expect(documents('users')[0]).not.toHaveProperty('deletion')
    expect(await cancel()).toMatchObject({ code: 'DELETION_NOT_PENDING' })
    const audit = documents('audit').map(({ what }) => what)
    expect(audit).toEqual(['account.delete', 'account.cancelDeletion'])
  })
})

describe('A43: what WeChat says about a person’s consent', () => {
  const say = (person: string, event: string, revokeInfo = '') => {
    const { appid, openid } = callOf(person).proof.evidence
    return revoke(ports(), config, { appid, openid, event, revokeInfo })
  }
  const REVOKE = 'user_authorization_revoke'
  const CANCEL = 'user_authorization_cancellation'

  const filledIn = async () => {
    await login('alice')
    await account('alice', { action: 'profile', nickname: 'A', avatar: 'cloud://a.png' })
    await account('alice', { action: 'phone', code: await phone('alice').phoneCode() })
  }
  const fields = () => {
    const { profile, phone: number } = Object(documents('users')[0])
    return [...Object.keys(profile), ...(number === undefined ? [] : ['phone'])]
  }

  // RevokeInfo: 6 nickname and avatar, 8 phone, 19 nickname, 20 avatar, 13 location (page of the event, 2026-11).
  it.each([
    ['8', ['nickname', 'avatar']],
    ['6', ['phone']],
    ['19', ['avatar', 'phone']],
    ['20', ['nickname', 'phone']],
    ['8,20', ['nickname']],
    ['13', ['nickname', 'avatar', 'phone']],
    ['', ['nickname', 'avatar', 'phone']],
  ])('revoking "%s" leaves %j; again it changes nothing', async (revokeInfo, left) => {
    await filledIn()
    await say('alice', REVOKE, revokeInfo)
    expect(fields().toSorted()).toEqual(left.toSorted())
    const before = [documents('users'), documents('audit'), documents('jobs')]
    await say('alice', REVOKE, revokeInfo)
    expect([documents('users'), documents('audit'), documents('jobs')]).toEqual(before)
  })

  it('a closed account is asked to be deleted, once', async () => {
    await login('alice')
    await say('alice', CANCEL)
    const before = [documents('users'), documents('audit'), documents('jobs')]
    expect(await account('alice', { action: 'me' })).toHaveProperty('deletionDue')
    expect(documents('audit')).toMatchObject([{ what: 'account.delete', actor: 'system', app: 'shop' }])
    world().clock.advance('1h')
    await say('alice', CANCEL)
    expect([documents('users'), documents('audit'), documents('jobs')]).toEqual(before)
  })

  it('other events, and people who are not known, change nothing', async () => {
    await filledIn()
    const before = [documents('users'), documents('audit'), documents('jobs')]
    await say('alice', 'user_info_modified', '6')
    await say('bob', REVOKE, '8')
    await say('bob', CANCEL)
    expect([documents('users'), documents('audit'), documents('jobs')]).toEqual(before)
  })
})
