import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openDatabase } from '../cloudfunctions/common/runtime/cloud.ts'
import type { TestWorld } from '../emulator/testkit/createWorld.ts'
import {
  becomeAdministrator,
  createOneIdWorld,
  login,
  loginWithout,
  requestsOf,
  resetWorld,
  withoutUnionid,
} from './oneIdWorld.ts'

let world: TestWorld

beforeAll(async () => {
  world = await createOneIdWorld()
})
beforeEach(() => resetWorld(world))
afterAll(() => world.close())

const CODE = 'LOCAL-ONLY-first-administrator'
const reason = 'the person asked for it'
const documents = (collection: string) => world.database.documents(collection)
const ask = (person: string, request: object, app = 'shop') =>
  world.person(person).in(app).call('admin', request)
/** Everything but the audit, which every look is written into. */
const everything = () =>
  ['users', 'identities', 'merges', 'jobs', 'ephemeral'].map((name) => [name, documents(name)])

/** Bob is the administrator; alice has two accounts, in shop and in lab, which is bound to nothing. */
const twoOfAlice = async () => {
  await becomeAdministrator(world, 'bob')
  world.clock.advance('1m')
  const inShop = (await login(world, 'alice', 'shop')).userId
  world.clock.advance('1m')
  const inLab = (await login(world, 'alice', 'lab')).userId
  return { inShop, inLab }
}
const mergeThem = async ({ inShop, inLab }: { inShop: string; inLab: string }) =>
  Object(await ask('bob', { action: 'merge', users: [inLab, inShop], reason }))

describe('the first administrator', () => {
  it('is who has the code, once, and only while there is none', async () => {
    await login(world, 'alice', 'shop')
    await login(world, 'bob', 'shop')
    expect(await ask('alice', { action: 'becomeFirst', code: 'guessed-wrong' })).toMatchObject({
      ok: false,
      code: 'ADMIN_CODE_INVALID',
    })
    expect(await ask('alice', { action: 'becomeFirst', code: CODE })).toEqual({ ok: true })
    // Whoever was cut off after using it may use it again.
    expect(await ask('alice', { action: 'becomeFirst', code: CODE })).toEqual({ ok: true })
    expect(await ask('bob', { action: 'becomeFirst', code: CODE })).toMatchObject({
      ok: false,
      code: 'ADMIN_CODE_INVALID',
    })
    expect(await world.person('alice').in('shop').call('account', { action: 'me' })).toMatchObject({
      administrator: true,
    })
  })

  it('must have signed in, and the code is in no document or log', async () => {
    expect(await ask('alice', { action: 'becomeFirst', code: CODE })).toMatchObject({
      ok: false,
      code: 'NOT_SIGNED_IN',
    })
    await becomeAdministrator(world, 'bob')
    const shown = JSON.stringify([everything(), documents('audit'), world.calls().map(({ logs }) => logs)])
    expect(shown).toContain('admin.becomeFirst')
    expect(shown).not.toContain(CODE)
  })
})

describe('A45: everybody else', () => {
  it.each([
    { action: 'find', by: { userId: 'uAAAAAAAAAAAAAAAAAAAAAA' } },
    { action: 'show', userId: 'uAAAAAAAAAAAAAAAAAAAAAA' },
    { action: 'merge', users: ['uAAAAAAAAAAAAAAAAAAAAAA', 'uBBBBBBBBBBBBBBBBBBBBBB'], reason },
    { action: 'split', mergeId: `mg-${'a'.repeat(32)}`, reason },
    { action: 'conflicts' },
    { action: 'resolve', conflictId: `cf-${'a'.repeat(32)}`, reason },
    { action: 'liftBarrier', mergeId: `mg-${'a'.repeat(32)}`, reason },
    { action: 'appoint', userId: 'uAAAAAAAAAAAAAAAAAAAAAA', reason },
    { action: 'dismiss', userId: 'uAAAAAAAAAAAAAAAAAAAAAA', reason },
  ])('is refused $action, after one look at who they are', async (request) => {
    await login(world, 'alice', 'shop')
    const before = [everything(), documents('audit')]
    expect(await ask('alice', request)).toMatchObject({ ok: false, code: 'NOT_ADMINISTRATOR' })
    expect(requestsOf(world)).toEqual(['aggregateDocuments'])
    expect([everything(), documents('audit')]).toEqual(before)
  })

  it('cannot become one by a merge, and an alias gives no rights', async () => {
    const { inShop, inLab } = await twoOfAlice()
    const bob = (await login(world, 'bob', 'shop')).userId
    expect(await ask('bob', { action: 'merge', users: [bob, inShop], reason })).toMatchObject({
      ok: false,
      code: 'MERGE_REFUSED',
    })
    await mergeThem({ inShop, inLab })
    expect(await ask('bob', { action: 'appoint', userId: inShop, reason })).toEqual({ ok: true })
    // Alice's identity of lab points at the tombstone again, as in the moments after a merge.
    const lab = documents('identities').find(({ oneidMerge }) => oneidMerge !== undefined)
    Object.assign(process.env, world.environment())
    const key = openDatabase().collection('identities').doc(String(lab?.['_id']))
    await key.update({ data: { userId: inLab } })
    expect(await ask('alice', { action: 'conflicts' }, 'lab')).toMatchObject({ code: 'NOT_ADMINISTRATOR' })
    expect(await ask('alice', { action: 'conflicts' })).toMatchObject({ ok: true })
  })

  it('A39: bad input names its field and writes nothing', async () => {
    await becomeAdministrator(world, 'bob')
    const before = [everything(), documents('audit')]
    const bad = [
      ['by', { action: 'find', by: { phone: { $gt: '' } } }],
      ['reason', { action: 'merge', users: ['uAAAAAAAAAAAAAAAAAAAAAA', 'uBBBBBBBBBBBBBBBBBBBBBB'] }],
      ['mergeId', { action: 'split', mergeId: '../users', reason }],
      ['action', { action: 'drop' }],
    ] as const
    for (const [field, request] of bad)
      expect(await ask('bob', request)).toMatchObject({ ok: false, code: 'INPUT_INVALID', field })
    expect([everything(), documents('audit')]).toEqual(before)
  })
})

describe('finding and showing', () => {
  it('finds a user by every key, and shows a graph without raw ids', async () => {
    const { inShop } = await twoOfAlice()
    const { appid, openid, unionid } = world.person('alice').in('shop')
    const bys = [{ userId: inShop }, { appid, openid }, { openPlatform: 'main', unionid }]
    const found = await Promise.all(bys.map((by) => ask('bob', { action: 'find', by })))
    expect(found[1]).toEqual(found[0])
    expect(found[2]).toEqual(found[0])
    expect(found[0]).toMatchObject({
      ok: true,
      users: [
        {
          userId: inShop,
          status: 'active',
          administrator: false,
          identities: [
            { app: 'shop', route: 'wx-context', openid: `${openid.slice(0, 4)}…${openid.slice(-4)}` },
          ],
          unions: [{ openPlatform: 'main' }],
          merges: [],
        },
      ],
    })
    // A36
    const shown = JSON.stringify(found)
    expect(shown).not.toContain(openid)
    expect(shown).not.toContain(unionid)
  })

  it('finds nobody without a difference in the answer, and says so when one is shown', async () => {
    await becomeAdministrator(world, 'bob')
    const userId = 'uAAAAAAAAAAAAAAAAAAAAAA'
    expect(await ask('bob', { action: 'find', by: { userId } })).toEqual({ ok: true, users: [] })
    expect(await ask('bob', { action: 'find', by: { phone: '+8613800000000' } })).toEqual({
      ok: true,
      users: [],
    })
    expect(await ask('bob', { action: 'show', userId })).toMatchObject({ code: 'USER_NOT_FOUND' })
  })

  it('writes every look into the audit, by pseudonym', async () => {
    const { inShop } = await twoOfAlice()
    await ask('bob', { action: 'show', userId: inShop })
    const line = documents('audit').find(({ what }) => what === 'admin.show')
    expect(line).toMatchObject({
      kind: 'event',
      actor: expect.stringMatching(/^p-/),
      subjects: [expect.stringMatching(/^p-/)],
    })
    expect(JSON.stringify(documents('audit'))).not.toContain(inShop)
  })
})

describe('merging and splitting by hand', () => {
  it('joins two accounts, shows it, and takes it back', async () => {
    const { inShop, inLab } = await twoOfAlice()
    const merged = await mergeThem({ inShop, inLab })
    expect(merged).toMatchObject({ ok: true, survivor: inShop, loser: inLab })
    expect(await login(world, 'alice', 'lab')).toMatchObject({ userId: inShop })
    expect(await ask('bob', { action: 'show', userId: inLab })).toMatchObject({
      users: [
        { userId: inLab, status: 'merged', mergedInto: inShop },
        {
          userId: inShop,
          merges: [{ mergeId: merged.mergeId, by: 'administrator', reason, state: 'open', barrier: false }],
        },
      ],
    })
    world.clock.advance('1h')
    expect(await ask('bob', { action: 'split', mergeId: merged.mergeId, reason })).toEqual({
      ok: true,
      mergeId: merged.mergeId,
      userId: inLab,
      rowsCreatedSinceStayWith: inShop,
    })
    expect(await login(world, 'alice', 'lab')).toMatchObject({ userId: inLab, isNew: false })
    expect(await login(world, 'alice', 'shop')).toMatchObject({ userId: inShop, isNew: false })
    expect(await ask('bob', { action: 'split', mergeId: merged.mergeId, reason })).toMatchObject({
      code: 'MERGE_NOT_FOUND',
    })
  })

  it('a barrier stands after a split, against logins and by hand, until it is lifted', async () => {
    await becomeAdministrator(world, 'bob')
    const older = (await loginWithout(world, 'alice', 'shop')).userId
    world.clock.advance('1m')
    const younger = (await login(world, 'alice', 'club')).userId
    world.clock.advance('1m')
    await login(world, 'alice', 'shop')
    const { _id: mergeId } = Object(documents('merges')[0])
    expect(await ask('bob', { action: 'split', mergeId, reason })).toMatchObject({
      ok: true,
      userId: younger,
    })
    // The split settles with `jobs`; until then nobody can say whose a key is.
    for (let run = 0; run < 3; run++) {
      world.clock.advance('3m')
      await world.timers.fire('jobs')
    }
    expect(await login(world, 'alice', 'shop')).toMatchObject({ userId: older })
    expect(await login(world, 'alice', 'club')).toMatchObject({ userId: younger })
    expect(documents('merges')).toHaveLength(1)
    expect(await ask('bob', { action: 'merge', users: [older, younger], reason })).toMatchObject({
      code: 'MERGE_REFUSED',
    })

    await world.timers.fire('jobs')
    const listed = Object(await ask('bob', { action: 'conflicts' }))
    expect(listed.conflicts).toEqual([
      expect.objectContaining({ reason: 'BARRIER', app: 'shop', userId: older, otherUserId: younger }),
    ])
    const [{ conflictId }] = listed.conflicts
    expect(await ask('bob', { action: 'resolve', conflictId, reason })).toEqual({ ok: true })
    expect(await ask('bob', { action: 'resolve', conflictId, reason })).toMatchObject({
      code: 'CONFLICT_NOT_FOUND',
    })
    expect(await ask('bob', { action: 'conflicts' })).toEqual({ ok: true, conflicts: [] })

    expect(await ask('bob', { action: 'liftBarrier', mergeId, reason })).toEqual({ ok: true })
    expect(await login(world, 'alice', 'shop')).toMatchObject({ userId: older })
    expect(await login(world, 'alice', 'club')).toMatchObject({ userId: older })
  })

  it('cannot be split when its time is over, or when the account has merged again since', async () => {
    const { inShop, inLab } = await twoOfAlice()
    const { mergeId } = await mergeThem({ inShop, inLab })
    const carol = (await login(world, 'carol', 'shop')).userId
    await ask('bob', { action: 'merge', users: [inShop, carol], reason })
    // Bob was there before alice, carol after: alice survives, so her own merge can still be undone.
    world.clock.advance('89d')
    expect(await ask('bob', { action: 'split', mergeId, reason })).toMatchObject({ ok: true })
    const [, later] = documents('merges')
    world.clock.advance('2d')
    expect(await ask('bob', { action: 'split', mergeId: later?.['_id'], reason })).toMatchObject({
      code: 'SPLIT_TOO_LATE',
    })
  })

  it('refuses to split what has become part of a third account', async () => {
    const { inShop, inLab } = await twoOfAlice()
    const older = (await login(world, 'bob', 'lab')).userId
    expect(older).not.toBe(inShop)
    const first = await ask('bob', { action: 'merge', users: [older, inLab], reason })
    expect(first).toMatchObject({ ok: true, survivor: inLab })
    await mergeThem({ inShop, inLab })
    expect(await ask('bob', { action: 'split', mergeId: Object(first).mergeId, reason })).toMatchObject({
      code: 'SPLIT_REFUSED',
    })
  })

  it('merges nobody with somebody who is gone', async () => {
    const { inShop, inLab } = await twoOfAlice()
    await mergeThem({ inShop, inLab })
    expect(await mergeThem({ inShop, inLab })).toMatchObject({ ok: false, code: 'USER_NOT_FOUND' })
  })

  it('does not join accounts of which one is being deleted', async () => {
    const { inShop, inLab } = await twoOfAlice()
    await world.person('alice').in('lab').call('account', { action: 'delete' })
    expect(await mergeThem({ inShop, inLab })).toMatchObject({ code: 'MERGE_REFUSED' })
    await world.person('alice').in('lab').call('account', { action: 'cancelDeletion' })
    expect(await mergeThem({ inShop, inLab })).toMatchObject({ ok: true })
  })
})

describe('the backlog', () => {
  it('says what is due, what was given up, and lets it begin anew for a reason', async () => {
    await becomeAdministrator(world, 'bob')
    await world.timers.fire('jobs')
    Object.assign(process.env, world.environment())
    const db = openDatabase()
    const id = (letter: string) => `jb-${letter.repeat(32)}`
    const common = { users: [], leaseUntil: 0, attempts: 7, lastError: 'FUNCTION_FAILED' }
    const merge = { ...common, kind: 'merge', mergeId: `mg-${'m'.repeat(32)}` }
    const cursor = { pass: 'first', collection: 0 }
    await db.collection('jobs').add({
      data: [
        { ...merge, _id: id('a'), cursor, state: 'dead', due: 1 },
        // Written by a version that is no more.
        { _id: id('b'), state: 'dead' },
        { ...merge, _id: id('c'), cursor, state: 'waiting', due: world.clock.now() - 180_000 },
        { ...merge, _id: id('d'), cursor, state: 'waiting', due: world.clock.now() + 3_600_000 },
      ],
    })
    const answer = Object(await ask('bob', { action: 'backlog' }))
    expect(requestsOf(world)).toEqual([
      'aggregateDocuments',
      'aggregateDocuments',
      'getDocument',
      'insertDocument',
    ])
    expect(answer.waiting).toEqual([{ kind: 'merge', jobs: 1, oldest: expect.any(Number) }])
    expect(answer).toMatchObject({
      dead: 2,
      deadJobs: [
        { jobId: id('a'), kind: 'merge', due: 1, attempts: 7, lastError: 'FUNCTION_FAILED', userIds: [] },
        { jobId: id('b'), kind: 'unknown', attempts: 0 },
      ],
    })
    expect(answer).not.toHaveProperty('next')
    expect(await ask('bob', { action: 'backlog', after: id('a') })).toMatchObject({
      deadJobs: [{ jobId: id('b') }],
    })

    expect(await ask('bob', { action: 'revive', jobId: id('c'), reason })).toMatchObject({
      code: 'JOB_NOT_FOUND',
    })
    expect(await ask('bob', { action: 'revive', jobId: id('a'), reason })).toEqual({ ok: true })
    expect(await ask('bob', { action: 'revive', jobId: id('a'), reason })).toMatchObject({
      code: 'JOB_NOT_FOUND',
    })
    const revived = documents('jobs').find(({ _id }) => _id === id('a'))
    expect(revived).toMatchObject({ state: 'waiting', attempts: 0, leaseUntil: 0 })
    expect(revived).not.toHaveProperty('lastError')
    expect(documents('audit')).toContainEqual(expect.objectContaining({ what: 'admin.revive', reason }))
    expect(await ask('alice', { action: 'backlog' })).toMatchObject({ ok: false })
  })
})

describe('the figures', () => {
  it('say by day, app and route who is known, in 3 requests and without naming anybody', async () => {
    await becomeAdministrator(world, 'bob')
    await login(world, 'alice', 'shop')
    await loginWithout(world, 'carol', 'shop')
    await login(world, 'alice', 'lab')
    const since = world.clock.now()
    expect(await ask('bob', { action: 'coverage', since, until: since + 1 })).toEqual({ ok: true, days: [] })
    await world.timers.fire('jobs')
    const asked = { action: 'coverage', since, until: since + 1 }
    const answer = Object(await ask('bob', asked))
    expect(requestsOf(world)).toEqual(['aggregateDocuments', 'getDocument', 'insertDocument'])
    expect(answer).toEqual({
      ok: true,
      days: [
        {
          day: expect.stringMatching(/^\d{4}-\d{2}-\d{2}$/),
          at: expect.any(Number),
          users: { active: 4 },
          apps: [
            {
              ...{ app: 'shop', identities: 3, known: 2, seen: 3, added: 3 },
              routes: [{ route: 'wx-context', identities: 3, known: 2 }],
            },
            {
              ...{ app: 'lab', identities: 1, known: 0, seen: 1, added: 1 },
              routes: [{ route: 'wx-context', identities: 1, known: 0 }],
            },
          ],
          merges: {},
          conflicts: 0,
          openConflicts: 0,
          windows: expect.objectContaining({ opened: 0, lost: {} }),
        },
      ],
    })
    expect(await ask('alice', asked)).toMatchObject({ code: 'NOT_ADMINISTRATOR' })
    expect(documents('audit')).toContainEqual(
      expect.objectContaining({ what: 'admin.coverage', subjects: [] }),
    )
  })
})

describe('administrators', () => {
  it('appoint and dismiss each other', async () => {
    await becomeAdministrator(world, 'bob')
    const alice = (await login(world, 'alice', 'shop')).userId
    expect(await ask('bob', { action: 'appoint', userId: alice, reason })).toEqual({ ok: true })
    const bob = (await login(world, 'bob', 'shop')).userId
    expect(await ask('alice', { action: 'dismiss', userId: bob, reason })).toEqual({ ok: true })
    expect(await ask('bob', { action: 'conflicts' })).toMatchObject({ code: 'NOT_ADMINISTRATOR' })
    expect(
      await ask('alice', { action: 'appoint', userId: 'uAAAAAAAAAAAAAAAAAAAAAA', reason }),
    ).toMatchObject({
      code: 'USER_NOT_FOUND',
    })
  })

  it('A3: cannot be called without a person, whoever claims to be one', async () => {
    await becomeAdministrator(world, 'bob')
    const { appid, openid } = withoutUnionid(world, 'bob', 'shop')
    for (const source of ['wx_http', 'wx_trigger', 'scf', '']) {
      expect(
        await world.callAs({ source, appid: appid ?? '', openid: openid ?? '' }, 'admin', {
          action: 'conflicts',
        }),
      ).toMatchObject({ code: 'NO_WECHAT_IDENTITY' })
    }
  })
})
