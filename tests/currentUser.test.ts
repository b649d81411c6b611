import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { readConfig } from '../cloudfunctions/common/base/config.ts'
import { OneIdError } from '../cloudfunctions/common/base/errors.ts'
import { currentUser } from '../cloudfunctions/common/currentUser.ts'
import { callerProof } from '../cloudfunctions/common/routes/caller.ts'
import { openDatabase } from '../cloudfunctions/common/runtime/cloud.ts'
import { callingIdentity } from '../cloudfunctions/common/store/callingIdentity.ts'
import { documentId, identityId } from '../cloudfunctions/common/store/documentIds.ts'
import { config } from '../cloudfunctions/oneid.config.ts'
import { readSchemaFile } from '../emulator/schemaFile.ts'
import type { TestWorld } from '../emulator/testkit/createWorld.ts'
import { createWorld } from '../emulator/testkit/index.ts'
import { buildFunctions } from '../scripts/build/functions.ts'
import { inProject, PATHS } from '../scripts/project/paths.ts'
import { sampleWorld } from '../scripts/project/sampleWorld.ts'
import { resetWorld, signedIn } from './oneIdWorld.ts'

/** `currentUser` as a business function uses it: the sample project `notes`, built and beside `login`. */

const NOTES = inProject('tests', 'projects', 'notes')
const GUEST = '7d4b2f0e-58c1-4a9d-8e63-1f2a3b4c5d6e'

let folder: string
let world: TestWorld

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'oneid-notes-'))
  const functions = join(folder, 'cloudfunctions')
  await buildFunctions({ root: join(NOTES, 'cloudfunctions'), out: functions })
  cpSync(join(PATHS.builtFunctions, 'login'), join(functions, 'login'), { recursive: true })
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

beforeAll(async () => {
  const { apps, people } = await sampleWorld()
  const collections = [inProject('cloudfunctions', 'schema.json'), join(NOTES, 'schema.json')].flatMap(
    (file) => readSchemaFile(JSON.parse(readFileSync(file, 'utf8'))),
  )
  world = await createWorld({
    people: people.map(({ id }) => id),
    apps,
    functions: join(folder, 'cloudfunctions'),
    collections,
  })
  Object.assign(process.env, world.environment())
})
beforeEach(() => resetWorld(world))
afterAll(() => world.close())

const phone = (person: string, app = 'shop') => world.person(person).in(app)
const login = async (person: string, app = 'shop') => signedIn(await phone(person, app).call('login')).userId
const add = (person: string, text: string, app = 'shop') =>
  phone(person, app).call('notes', { action: 'add', text })

/** Texts of the notes that the person sees. */
const list = async (person: string, app = 'shop') => {
  const rows: readonly object[] = Object(await phone(person, app).call('notes', { action: 'list' }))['data']
  return rows.map((row) => Object(row)['text'])
}

/** Requests of the last call. */
const requests = () =>
  world
    .calls()
    .at(-1)
    ?.requests.map(({ collection }) => collection)

/** The function rejects: a client is told no more than that, the log has the code. */
const refusal = async (call: Promise<unknown>): Promise<string> => {
  await expect(call).rejects.toThrow()
  return /OneIdError: ([A-Z_]+)/.exec(JSON.stringify(world.calls().at(-1)))?.[1] ?? ''
}

const changeUser = (userId: string, data: object) =>
  openDatabase().collection('users').doc(userId).update({ data })

const mergeId = (n: number) => documentId('mg', [String(n)])

/** A tombstone whose keys nobody has re-pointed yet. */
const bury = (userId: string, mergedInto: string, n = 1) =>
  changeUser(userId, { status: 'merged', mergedInto, mergeId: mergeId(n) })

describe('currentUser in a business function', () => {
  it('tells people apart, in whatever app of theirs', async () => {
    await login('alice')
    await login('alice', 'club')
    await login('bob')
    await add('alice', 'of alice')
    await add('bob', 'of bob')
    expect(await list('alice', 'club')).toEqual(['of alice'])
    expect(await list('bob')).toEqual(['of bob'])
  })

  it('costs one request', async () => {
    await login('alice')
    await list('alice')
    expect(requests()).toEqual(['identities', 'notes'])
  })

  it('follows a merge that has not reached the identity, one request for each alias', async () => {
    const [alice, bob, carol] = [await login('alice'), await login('bob'), await login('carol')]
    await add('bob', 'of bob')
    await bury(alice, bob)
    expect(await list('alice')).toEqual(['of bob'])
    expect(requests()).toEqual(['identities', 'users', 'notes'])
    await add('carol', 'of carol')
    await bury(bob, carol, 2)
    expect(await list('alice')).toEqual(['of carol'])
    expect(requests()).toEqual(['identities', 'users', 'users', 'notes'])
  })

  it('A1: nothing in the event says who it is', async () => {
    const alice = await login('alice')
    await login('bob')
    await add('alice', 'of alice')
    const { openid, appid } = phone('alice')
    const forged = { action: 'list', userId: alice, openid, userInfo: { openId: openid, appId: appid } }
    expect(await phone('bob').call('notes', forged)).toMatchObject({ data: [] })
  })

  it('NOT_SIGNED_IN: who never logged in, and whose account is deleted, also behind a tombstone', async () => {
    expect(await refusal(add('alice', 'early'))).toBe('NOT_SIGNED_IN')
    const [alice, bob] = [await login('alice'), await login('bob')]
    await changeUser(alice, { status: 'deleted' })
    expect(await refusal(add('alice', 'late'))).toBe('NOT_SIGNED_IN')
    await bury(bob, alice)
    expect(await refusal(add('bob', 'late'))).toBe('NOT_SIGNED_IN')
    expect(world.database.documents('notes')).toEqual([])
  })

  it.each(['', 'wx_http', 'wx_trigger', 'wx_paycallback', 'wx_http,scf', 'wx_client,wx_http'])(
    'A3: a call from "%s" has no person, and the database is not asked',
    async (source) => {
      await login('alice')
      const { openid, appid } = phone('alice')
      expect(await refusal(world.callAs({ source, openid, appid }, 'notes', { action: 'list' }))).toBe(
        'NO_WECHAT_IDENTITY',
      )
      expect(requests()).toEqual([])
    },
  )

  it('A4: the person of a shared environment is in FROM_*, and half of one is nobody', async () => {
    await login('alice')
    await login('bob')
    await add('alice', 'of alice')
    await add('bob', 'of bob')
    const [alice, bob] = [phone('alice'), phone('bob')]
    const owner = { source: 'wx_client', appid: alice.appid, openid: alice.openid }
    const both = { ...owner, fromAppid: bob.appid, fromOpenid: bob.openid }
    expect(await world.callAs(both, 'notes', { action: 'list' })).toMatchObject({
      data: [{ text: 'of bob' }],
    })
    const half = { ...owner, fromOpenid: bob.openid }
    expect(await refusal(world.callAs(half, 'notes', { action: 'list' }))).toBe('NO_WECHAT_IDENTITY')
  })
})

describe('currentUser, called twice before the first has answered', () => {
  it('A2: each answers for the context at its own start, and says whether it came over an alias', async () => {
    const [alice, bob, carol] = [await login('alice'), await login('bob'), await login('carol')]
    await bury(bob, carol)
    const contextOf = (person: string) => {
      const { openid, appid } = phone(person)
      return { SOURCE: 'wx_client', OPENID: openid, APPID: appid }
    }
    let context: unknown = contextOf('alice')
    const shared = { getWXContext: () => context, database: openDatabase }
    const first = currentUser(shared)
    context = contextOf('bob')
    const second = currentUser(shared)
    context = {}
    expect(await Promise.all([first, second])).toEqual([
      { userId: alice, direct: true },
      { userId: carol, direct: false },
    ])
  })
})

describe('callingIdentity', () => {
  const registry = readConfig(config)

  it('names whom the routes name, and refuses what they refuse', () => {
    const ids = fc.constantFrom(undefined, '', 'oAliceAliceAlice', 'oBobBobBobBob', 7, { $gt: '' })
    const appids = fc.constantFrom(undefined, '', 'wx5a3e1f0c7b2d4e61', 'wx8c1d9b4f2a6e7d30', 'wx5A3E', 1)
    const context = fc.record({
      SOURCE: fc.constantFrom(
        ...[undefined, '', 'wx_client', 'wx_devtools', 'wx_client,scf', 'wx_client,scf,scf'],
        ...[
          'wx_client,',
          'wx_clients',
          'scf',
          'scf,wx_client',
          'wx_http',
          'wx_trigger,scf',
          'wx_client,wx_http',
        ],
      ),
      OPENID: ids,
      APPID: appids,
      FROM_OPENID: ids,
      FROM_APPID: appids,
      FROM_UNIONID: fc.constantFrom(undefined, '', 'oUnionUnionUnion'),
    })
    const outcome = (read: () => string): string => {
      try {
        return read()
      } catch (error) {
        return error instanceof OneIdError ? error.code : String(error)
      }
    }
    const byRoute = (raw: unknown): string => {
      const { appid, openid } = callerProof(raw, registry, 0).evidence
      return identityId(appid, openid)
    }
    fc.assert(
      fc.property(context, (raw) => {
        expect(outcome(() => callingIdentity(raw))).toBe(outcome(() => byRoute(raw)))
      }),
      { numRuns: 2_000 },
    )
    for (const raw of [undefined, null, 'wx_client', 3])
      expect(outcome(() => callingIdentity(raw))).toBe('NO_WECHAT_IDENTITY')
  })
})

describe('the sample function and what it is told', () => {
  const notify = (oneid: object, source = 'wx_trigger,scf') => world.callAs({ source }, 'notes', { oneid })

  it('gives the notes of a guest to who claimed it', async () => {
    const userId = await login('alice')
    await phone('alice').call('notes', { action: 'add', text: 'as a guest', guestId: GUEST })
    expect(await list('alice')).toEqual([])
    await notify({ type: 'guest.claimed', userId, guestId: GUEST })
    expect(await list('alice')).toEqual(['as a guest'])
    expect(JSON.stringify(world.database.documents('notes'))).not.toContain(GUEST)
  })

  it('removes the notes of a deleted user, and no others', async () => {
    const userId = await login('alice')
    await login('bob')
    await add('alice', 'of alice')
    await add('bob', 'of bob')
    await notify({ type: 'user.deleted', userId })
    await notify({ type: 'user.merged', userId })
    expect(world.database.documents('notes')).toMatchObject([{ text: 'of bob' }])
  })

  it.each([
    'wx_client',
    'wx_client,scf',
    'wx_devtools',
    'wx_devtools,scf',
    'wx_http',
    'wx_http,scf',
    'wx_trigger',
  ])('believes no notification from "%s"', async (source) => {
    const userId = await login('alice')
    await add('alice', 'of alice')
    await expect(notify({ type: 'user.deleted', userId }, source)).rejects.toThrow()
    expect(world.database.documents('notes')).toMatchObject([{ text: 'of alice' }])
  })
})
