import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { TestWorld } from '../../emulator/testkit/createWorld.ts'
import { createOneIdWorld, signedIn } from '../oneIdWorld.ts'

describe('the function', () => {
  let deployed: TestWorld

  beforeAll(async () => {
    deployed = await createOneIdWorld()
  })
  afterAll(() => deployed.close())

  it.each(['wx_client', 'wx_client,scf', 'wx_devtools', 'wx_trigger,scf', 'wx_http', ''])(
    'runs for nobody but its timer: "%s" is refused, whatever the event says',
    async (source) => {
      signedIn(await deployed.person('alice').in('shop').call('login'))
      const { appid, openid } = deployed.person('alice').in('shop')
      const caller = source.startsWith('wx_client') ? { source, appid, openid } : { source }
      expect(await deployed.callAs(caller, 'jobs', { Type: 'Timer', SOURCE: 'wx_trigger' })).toMatchObject({
        ok: false,
        code: 'NOT_A_TIMER',
      })
      expect(deployed.calls().at(-1)?.requests).toEqual([])
      expect(deployed.database.documents('audit')).toEqual([])
    },
  )

  // Number: a public report of what a rule that refuses answers to a mini-program (2026-09).
  it('is not even called by a phone', async () => {
    const before = deployed.calls().length
    const event = { Type: 'Timer', SOURCE: 'wx_trigger' }
    await expect(deployed.person('alice').in('shop').call('jobs', event)).rejects.toMatchObject({
      errCode: -501023,
    })
    expect(deployed.calls()).toHaveLength(before)
  })

  const logsOfLast = () =>
    deployed
      .calls()
      .at(-1)
      ?.logs.map(({ text }) => text) ?? []

  it('runs by its timer, and says nothing when no job came to its end', async () => {
    signedIn(await deployed.person('alice').in('shop').call('login'))
    await deployed.timers.fire('jobs')
    expect(deployed.database.documents('audit')).toHaveLength(2)
    expect(logsOfLast()).toEqual([])
  })

  it('otherwise its log says how many did, and about nobody', async () => {
    const alice = deployed.person('alice').in('shop')
    const { userId } = signedIn(await alice.call('login'))
    await alice.call('account', { action: 'delete' })
    deployed.clock.advance('7d')
    await deployed.timers.fire('jobs')
    deployed.clock.advance('2m')
    await deployed.timers.fire('jobs')
    const log = logsOfLast()
    expect(JSON.parse(log[0] ?? '')).toMatchObject({
      function: 'jobs',
      done: 1,
      later: 1,
      failed: 0,
      dead: 0,
      elsewhere: 0,
    })
    for (const id of [userId, alice.openid, alice.unionid]) expect(log.join()).not.toContain(id)
  })
})
