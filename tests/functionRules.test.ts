import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { TestWorld } from '../emulator/testkit/createWorld.ts'
import { createWorld } from '../emulator/testkit/index.ts'
import { type TinyProject, writeTinyProject } from './sdkProject.ts'

/**
 * Which functions a phone may call: security rules of functions (docs.cloudbase.net, cloud-function/security-rules,
 * 2026-11). They are for client calls only. Number: a public report of a real environment (2026-09); text: a
 * report of 2024 on developers.weixin.qq.com. The words behind errMsg are assumed.
 */
const DENIED = {
  errCode: -501023,
  errMsg: 'cloud.callFunction:fail Error: errCode: -501023 permission denied | errMsg: PERMISSION_DENIED',
}

const SAY = `exports.main = async () => ({ errCode: 0, source: cloud.getWXContext().SOURCE })`
const ASK = `exports.main = async () => (await cloud.callFunction({ name: 'closed' })).result`

let project: TinyProject
let world: TestWorld

beforeAll(async () => {
  project = writeTinyProject({
    open: { source: SAY },
    closed: { source: SAY },
    asking: { source: ASK },
    cloudbase_auth: { source: SAY },
  })
  world = await createWorld({
    people: ['alice'],
    apps: [{ alias: 'shop' }, { alias: 'club' }],
    functions: project.functions,
    functionSettings: { closed: { triggers: [{ name: 'daily', type: 'timer', config: '0 0 3 * * * *' }] } },
    functionRules: { '*': { invoke: false }, open: { invoke: true }, asking: { invoke: true } },
  })
})
afterAll(async () => {
  await world.close()
  project.remove()
})

const alice = (app = 'shop') => world.person('alice').in(app)

describe('a function that is closed', () => {
  it('is called by no phone, and does not run', async () => {
    const before = world.calls().length
    await expect(alice().call('closed')).rejects.toMatchObject(DENIED)
    expect(world.calls()).toHaveLength(before)
    expect(await alice().call('open')).toMatchObject({ source: 'wx_client' })
  })

  it('is refused before anybody looks whether it is there', async () => {
    await expect(alice().call('nowhere')).rejects.toMatchObject(DENIED)
  })

  it('is called by no phone of another account either, whose init asks cloudbase_auth all the same', async () => {
    const shared = alice('club').resource('shop')
    await shared.init()
    await expect(shared.call('closed')).rejects.toMatchObject(DENIED)
    expect(await shared.call('open')).toMatchObject({ source: 'wx_client' })
    await expect(alice('club').resource('shop').call('closed')).rejects.toMatchObject(DENIED)
    await expect(shared.call('cloudbase_auth')).rejects.toMatchObject(DENIED)
  })

  it('serves another function, HTTP access and payments', async () => {
    expect(await alice().call('asking')).toMatchObject({ source: 'wx_client,scf' })
    expect(await (await fetch(world.http('closed'))).json()).toMatchObject({ source: 'wx_http' })
    expect(await world.callAs({ source: 'wx_paycallback' }, 'closed')).toMatchObject({
      source: 'wx_paycallback',
    })
  })

  it('serves its timer', async () => {
    await world.timers.fire('closed')
    expect(world.calls().at(-1)).toMatchObject({ function: 'closed', caller: { source: 'wx_trigger' } })
  })
})
