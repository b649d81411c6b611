import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, it } from 'vitest'
import { readSchemaFile } from '../emulator/schemaFile.ts'
import type { TestWorld, TestWorldOptions } from '../emulator/testkit/createWorld.ts'
import { createWorld } from '../emulator/testkit/index.ts'

/**
 * Projects in the manner of public CloudBase examples, run as they are: plain JavaScript, their own packages, their own
 * folders. What is expected of them is what their own code says.
 */

const PROJECTS = fileURLToPath(new URL('projects', import.meta.url))

let world: TestWorld | undefined
afterEach(() => world?.close())

const run = async (
  functions: string,
  options: Partial<Pick<TestWorldOptions, 'collections' | 'answers'>> = {},
): Promise<TestWorld> => {
  world = await createWorld({
    people: ['alice', 'bob'],
    apps: [{ alias: 'app', openPlatformId: 'op1' }],
    functions: join(PROJECTS, functions),
    ...options,
  })
  return world
}

describe('guestbook', () => {
  it('tells its mini-program who calls', async () => {
    const alice = (await run('guestbook/cloudfunctions')).person('alice').in('app')
    expect(await alice.call('login', { a: 1 })).toEqual({
      event: { a: 1, userInfo: { appId: alice.appid, openId: alice.openid } },
      openid: alice.openid,
      appid: alice.appid,
      unionid: alice.unionid,
      env: 'local',
    })
  })

  it('keeps messages, with a package installed in the function’s own folder', async () => {
    const { person } = await run('guestbook/cloudfunctions')
    const [alice, bob] = [person('alice').in('app'), person('bob').in('app')]
    const written = await alice.call('messages', { action: 'write', text: ' <b>hello</b> ' })
    expect(written).toEqual({ ok: true, id: expect.any(String) })
    expect(await bob.call('messages', { action: 'write', text: '<br>' })).toEqual({
      ok: false,
      reason: 'empty',
    })
    const id = Object(written)['id']

    expect(await bob.call('messages', { action: 'like', id })).toEqual({ ok: true })
    expect(await bob.call('messages', { action: 'like', id })).toEqual({ ok: false })
    expect(await bob.call('messages', { action: 'remove', id })).toEqual({ ok: false })
    expect(await bob.call('messages', { action: 'list' })).toEqual({
      ok: true,
      total: 1,
      messages: [
        {
          _id: id,
          _openid: alice.openid,
          content: 'hello',
          likes: 1,
          createdAt: expect.stringMatching(/^\d{4}-/),
        },
      ],
    })
    expect(await alice.call('messages', { action: 'remove', id })).toEqual({ ok: true })
  })
})

describe('router', () => {
  const open = async () => (await run('router/cloudfunctions')).person('alice').in('app')

  it('runs one function as many', async () => {
    const alice = await open()
    const add = (title: string, tags: readonly string[]) =>
      alice.call('router', { $url: 'todo/add', title, tags })
    const added = await add('b', ['home', 'work'])
    expect(added).toEqual({ code: 0, data: { id: expect.any(String) } })
    await add('a', ['work'])
    const { id } = Object(added)['data']
    expect(await alice.call('router', { $url: 'todo/finish', id })).toEqual({ code: 0 })
    expect(await alice.call('router', { $url: 'todo/done', id })).toEqual({ code: 409 })
    expect(await alice.call('router', { $url: 'todo/list' })).toMatchObject({
      data: [
        { title: 'a', done: false },
        { title: 'b', done: true },
      ],
    })
    expect(await alice.call('router', { $url: 'todo/tags' })).toEqual({
      code: 0,
      data: [
        { _id: 'work', count: 2 },
        { _id: 'home', count: 1 },
      ],
    })
  })

  it('answers what its middlewares answer', async () => {
    const alice = await open()
    expect(await alice.call('router', { $url: 'todo/add' })).toEqual({
      code: 400,
      message: 'title is missing',
    })
    expect(await alice.call('router', { $url: 'fail' })).toEqual({ code: 500, message: 'on purpose' })
    expect(await alice.call('router', { $url: 'absent' })).toEqual({ code: 404, message: 'no route absent' })
  })
})

describe('board', () => {
  const schema = join(PROJECTS, 'board', 'server', 'database', 'schema.json')

  const open = () =>
    run('board/server/functions', {
      collections: readSchemaFile(JSON.parse(readFileSync(schema, 'utf8'))),
      answers: [
        {
          openapi: {
            'security.msgSecCheck': ({ params }) => ({
              json: {
                errcode: 0,
                errmsg: 'ok',
                result: { suggest: params['content'] === 'spam' ? 'risky' : 'pass', label: 100 },
              },
            }),
          },
        },
      ],
    })

  it('numbers tasks in a transaction, after asking WeChat about the text', async () => {
    const { person } = await open()
    const alice = person('alice').in('app')
    const create = (title: string) => alice.call('tasks', { action: 'create', title })
    expect(await create('first')).toEqual({ ok: true, id: expect.any(String), slug: 'T-1' })
    expect(await create('second')).toMatchObject({ slug: 'T-2' })
    expect(await create('spam')).toEqual({ ok: false, reason: 'text' })
  })

  it('moves a task once, whoever asks', async () => {
    const { person } = await open()
    const created = await person('alice').in('app').call('tasks', { action: 'create', title: 'first' })
    const move = { action: 'move', id: Object(created)['id'], from: 'todo', to: 'doing' }
    expect(await person('bob').in('app').call('tasks', move)).toEqual({ ok: true })
    expect(await person('alice').in('app').call('tasks', move)).toEqual({ ok: false, reason: 'moved' })
  })

  it('archives at night, by its timer', async () => {
    const board = await open()
    const alice = board.person('alice').in('app')
    const created = await alice.call('tasks', { action: 'create', title: 'first' })
    await alice.call('tasks', { action: 'move', id: Object(created)['id'], from: 'todo', to: 'done' })
    board.clock.advance(8 * 24 * 60 * 60 * 1000)
    await board.timers.settled()
    expect(board.database.documents('archive')).toMatchObject([
      { title: 'first', column: 'done', slug: 'T-1' },
    ])
    expect(await alice.call('digest')).toEqual({ columns: [], archived: 1, source: 'wx_client' })
    const sources = board.calls().filter((call) => call.function === 'digest')
    expect(sources.map(({ caller }) => caller.source)).toContain('wx_trigger,scf')
  })
})
