import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { unlink } from '../../cloudfunctions/common/flows/account/unlink.ts'
import { openDatabase } from '../../cloudfunctions/common/runtime/cloud.ts'
import type { Gate } from '../interleaving.ts'
import { counting, cutAt, isCut } from '../interleaving.ts'
import { login as loginIn } from '../oneIdWorld.ts'
import { CALLER, GET, INSERT, UPDATE, useAccountWorld } from './accountWorld.ts'

/** Who is cut off there. */
const cutPerson = (fate: string, nth: number): string => `${fate.replace(' ', '-')}-${nth}`

const { world, phone, account, documents, login, loginWithout, auditLines, requests, callOf } =
  useAccountWorld(
    (['never sent', 'reply lost'] as const).flatMap((fate) =>
      Array.from({ length: 12 }, (_, nth) => cutPerson(fate, nth)),
    ),
    { cutsTransactions: true },
  )

const ListSchema = v.object({ identities: v.array(v.object({ id: v.string(), app: v.string() })) })

const identitiesOf = async (person: string, app = 'shop') =>
  v.parse(ListSchema, await account(person, { action: 'identities' }, app)).identities

const idOf = async (person: string, app: string) =>
  (await identitiesOf(person, app)).find((identity) => identity.app === app)?.id ?? ''

/** An account whose union only one of its two identities has proved; the other one goes on without. */
const withOneUnion = async (person: string) => {
  const userId = await login(person, 'club')
  await login(person, 'shop')
  const { command } = openDatabase()
  await openDatabase()
    .collection('identities')
    .where({ openid: phone(person).openid })
    .update({ data: { unions: command.set([]) } })
  return { userId, club: await idOf(person, 'club') }
}

/** One app is taken from an account. */
describe('unlink', () => {
  it('takes one app with its only union, and the claim of it; the next login is a new account', async () => {
    const { userId, club } = await withOneUnion('alice')
    expect(await account('alice', { action: 'unlink', id: club })).toEqual({ ok: true })
    expect((await identitiesOf('alice')).map(({ app }) => app)).toEqual(['shop'])
    expect(documents('identities').map((key) => [key['kind'], key['userId']])).toEqual([['identity', userId]])
    expect(documents('users')).toMatchObject([{ _id: userId, version: 2, unions: [] }])
    expect(documents('audit').at(-1)).toMatchObject({ what: 'account.unlink', app: 'shop' })
    expect(await loginIn(world(), 'alice', 'club')).toMatchObject({ isNew: true })
  })

  it('leaves a union that another identity has proved: by it the openid comes back; 10 requests', async () => {
    const userId = await login('alice')
    await login('alice', 'club')
    const id = await idOf('alice', 'club')
    expect(await account('alice', { action: 'unlink', id }, 'club')).toEqual({ ok: true })
    expect(requests()).toEqual([
      CALLER,
      GET,
      // Sessions end first.
      'removeDocument',
      'startTransaction',
      ...[GET, GET, 'removeDocument'],
      ...[UPDATE, INSERT],
      'commitTransaction',
    ])
    const { unionid } = phone('alice')
    expect(documents('users')).toMatchObject([{ version: 2, unions: [{ unionid }] }])
    expect(await account('alice', { action: 'me' }, 'club')).toMatchObject({ code: 'NOT_SIGNED_IN' })
    expect(await login('alice', 'club')).toBe(userId)
  })

  it('LAST_IDENTITY, IDENTITY_NOT_FOUND: nothing is written', async () => {
    await login('alice')
    await login('bob')
    const before = [documents('users'), documents('identities'), documents('audit')]
    const own = await account('alice', { action: 'unlink', id: await idOf('alice', 'shop') })
    expect(own).toMatchObject({ code: 'LAST_IDENTITY' })
    const foreign = await account('alice', { action: 'unlink', id: await idOf('bob', 'shop') })
    expect(foreign).toMatchObject({ code: 'IDENTITY_NOT_FOUND', field: 'id' })
    expect([documents('users'), documents('identities'), documents('audit')]).toEqual(before)
  })

  it('two at once never take the last identity: what one has read, the other may have changed', async () => {
    await login('alice', 'shop')
    await login('alice', 'club')
    const [shop, club] = [await idOf('alice', 'shop'), await idOf('alice', 'club')]
    const startTransaction = 2
    const sent = counting()
    const late: Gate = async (request) => {
      if (sent.sent() === startTransaction) await unlink(callOf('alice'), club)
      return sent(request)
    }
    await expect(unlink(callOf('alice', 'shop', late), shop)).rejects.toMatchObject({ code: 'LAST_IDENTITY' })
    expect((await identitiesOf('alice')).map(({ app }) => app)).toEqual(['shop'])
  })

  it('eight at once never take the last identity', async () => {
    await login('alice', 'shop')
    await login('alice', 'club')
    const ids = [await idOf('alice', 'shop'), await idOf('alice', 'club')]
    const calls = ids.flatMap((id) => Array.from({ length: 4 }, () => unlink(callOf('alice'), id)))
    const ends = await Promise.allSettled(calls)
    expect(ends.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(documents('identities').filter(({ kind }) => kind === 'identity')).toHaveLength(1)
  })

  it('cut off at any request, all of it has happened or nothing; 2 requests more for its union', async () => {
    const [requests, commit] = [12, 11]
    for (const fate of ['never sent', 'reply lost'] as const) {
      for (let nth = 0; nth < requests; nth++) {
        // What is cut off keeps its locks for 30 s: the next one is somebody else.
        const person = cutPerson(fate, nth)
        const { userId, club } = await withOneUnion(person)
        const found = () => ({
          keys: documents('identities').filter((key) => key['userId'] === userId).length,
          user: documents('users').find(({ _id }) => _id === userId),
        })
        const [before, lines] = [found(), auditLines().length]
        const cut = unlink(callOf(person, 'shop', cutAt(nth, fate)), club)
        await expect(cut).rejects.toSatisfy(isCut)
        const all = nth === commit && fate === 'reply lost'
        expect({ nth, fate, ...found(), lines: auditLines().length }).toEqual(
          all
            ? { nth, fate, keys: 1, user: { ...before.user, version: 2, unions: [] }, lines: lines + 1 }
            : { nth, fate, ...before, lines },
        )
      }
    }
    const gate = counting()
    const { club } = await withOneUnion('alice')
    await unlink(callOf('alice', 'shop', gate), club)
    expect(gate.sent()).toBe(requests)
  })

  it('works in the moment after a merge in which the caller is still with the tombstone', async () => {
    const early = await loginWithout('alice', 'shop')
    world().clock.advance('1m')
    const late = await login('alice', 'club')
    expect(await login('alice', 'shop')).toBe(early)
    const ofClub = openDatabase()
      .collection('identities')
      .where({ appid: phone('alice', 'club').appid })
    await ofClub.update({ data: { userId: late } })
    expect((await identitiesOf('alice', 'club')).map(({ app }) => app)).toEqual(['shop', 'club'])
    const id = await idOf('alice', 'club')
    expect(await account('alice', { action: 'unlink', id }, 'club')).toEqual({ ok: true })
    expect((await identitiesOf('alice')).map(({ app }) => app)).toEqual(['shop'])
    expect(await account('alice', { action: 'me' })).toMatchObject({ userId: early })
  })
})
