import { describe, expect, it } from 'vitest'
import { FIVE_MINUTES, refusal, TAKEN, UNREADABLE, usePushGateway, WRONG } from './pushGateway.ts'

// Page "message push" (developers.weixin.qq.com, 2026-11): an answer within 5 s, or it is sent again, three times in all.

const gateway = usePushGateway()
const { subscribe, write, send, pushJobs, faults, outcomes, identitiesOfNews } = gateway
const now = (): number => gateway.world().clock.now()
const advance = (duration: number | string) => gateway.world().clock.advance(duration)
const runJobs = () => gateway.world().timers.fire('jobs')

describe('A29: a copy', () => {
  const REPLAYED = { status: 401, text: refusal('PUSH_REPLAYED'), requests: 1 }

  it('byte for byte is refused, at once, and after the work is done, for as long as it is believed', async () => {
    const message = write()
    expect(await send(message)).toEqual(TAKEN)
    expect(await send(message)).toEqual(REPLAYED)
    await runJobs()
    expect(pushJobs()).toMatchObject([{ state: 'finished' }])
    expect(await send(message)).toEqual(REPLAYED)
    advance(FIVE_MINUTES)
    await runJobs()
    expect(await send(message)).toEqual(REPLAYED)
    advance(1)
    expect(await send(message)).toEqual(WRONG)
    expect(pushJobs()).toHaveLength(1)
  })

  it('that was signed five minutes early is refused for all of the ten', async () => {
    const message = write(subscribe(), { at: now() + FIVE_MINUTES })
    expect(await send(message)).toEqual(TAKEN)
    for (let minute = 0; minute < 10; minute++) {
      await runJobs()
      advance('1m')
      expect(await send(message)).toEqual(REPLAYED)
    }
    advance(1)
    expect(await send(message)).toEqual(WRONG)
    advance('10m')
    await runJobs()
    await runJobs()
    expect(pushJobs()).toEqual([])
  })

  it('with other parameters beside the signed ones is the same copy', async () => {
    const { query, ...rest } = write()
    expect(await send({ ...rest, query })).toEqual(TAKEN)
    const others = { ...query, openid: 'o_somebody_else', signature: 'x', more: 'more' }
    expect(await send({ ...rest, query: others })).toEqual(REPLAYED)
    expect(pushJobs()).toHaveLength(1)
  })

  it('eight copies at once are one', async () => {
    const message = write()
    const answers = await Promise.all(Array.from({ length: 8 }, () => send(message)))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 401, 401, 401, 401, 401, 401, 401])
    expect(pushJobs()).toHaveLength(1)
  })
})

describe('WeChat sends it again', () => {
  const follow = async () => {
    gateway.world().weChat.follow('alice', 'news')
    await gateway.world().settled()
  }
  /** One account, one identity and one union of one follower, however often it was told. */
  const expectOneEffect = async () => {
    await runJobs()
    expect(identitiesOfNews()).toHaveLength(1)
    expect(gateway.world().database.documents('users')).toHaveLength(1)
    expect(pushJobs().every(({ state }) => state === 'finished')).toBe(true)
  }

  it('when it was lost: the next attempt is taken', async () => {
    await faults({ at: 'push', effect: 'lose', times: 2 })
    await follow()
    expect(outcomes()).toEqual(['lost', 'lost', 'accepted'])
    await expectOneEffect()
  })

  it('three times over: one effect', async () => {
    await faults({ at: 'push', effect: 'duplicate', copies: 2, times: 1 })
    await follow()
    expect(outcomes()).toEqual(['accepted', 'accepted', 'accepted'])
    expect(pushJobs()).toHaveLength(3)
    await expectOneEffect()
  })

  it('an hour late: it is signed when it is sent', async () => {
    await faults({ at: 'push', effect: 'delay', ms: 3_600_000, times: 1 })
    await follow()
    expect(pushJobs()).toEqual([])
    advance('1h')
    await gateway.world().settled()
    expect(outcomes()).toEqual(['accepted'])
    await expectOneEffect()
  })

  it('when the database was busy', async () => {
    await faults({ at: 'database.*', effect: 'busy', times: 1 })
    await follow()
    expect(outcomes()).toEqual(['refused', 'accepted'])
    await expectOneEffect()
  })

  it('when the answer of the database was lost: done twice, with one effect', async () => {
    await faults({ at: 'database.*', effect: 'lost-reply', times: 1 })
    await follow()
    expect(outcomes()?.at(-1)).toBe('accepted')
    await expectOneEffect()
  })
})

describe('A28: XML that declares something', () => {
  const ENTITIES = '<!DOCTYPE xml [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
  const FILE = '<!DOCTYPE xml [<!ENTITY f SYSTEM "file:///etc/passwd">]>'

  it.each([
    ['an entity bomb', ENTITIES],
    ['a file', FILE],
    ['a document type in another case', '<!docType xml>'],
  ])('is refused around the encrypted text: %s', async (_, declaration) => {
    const { body, ...rest } = write()
    expect(await send({ ...rest, body: `${declaration}${body}` })).toEqual(UNREADABLE)
    expect(await send({ ...rest, body: body.replace('<xml>', `<xml>${declaration}`) })).toEqual(UNREADABLE)
  })

  it('is refused inside of it as well, and its entities are never looked up', async () => {
    const inside = { ...subscribe(), EventKey: `]]>${FILE}&f;<![CDATA[` }
    expect(await send(write(inside))).toEqual(UNREADABLE)
    const named = await send(write({ ...subscribe(), FromUserName: ']]>&lt;!x;<![CDATA[' }))
    expect(named).toEqual(UNREADABLE)
  })

  it('is not even read if it is larger than any message', async () => {
    const { body, ...rest } = write()
    const padding = `<Padding>${'x'.repeat(70_000)}</Padding>`
    expect(await send({ ...rest, body: body.replace('<xml>', `<xml>${padding}`) })).toEqual(UNREADABLE)
  })
})

it('A36: no openid is in the log of what was taken or refused', async () => {
  const logs: string[] = []
  const openid = gateway.openidOf('alice')
  const message = write()
  for (const one of [message, message, write(subscribe(), { token: 'stranger' })]) {
    await send(one)
    logs.push(...(gateway.world().calls().at(-1)?.logs ?? []).map(({ text }) => text))
  }
  expect(logs.join()).toContain('queued')
  expect(logs.join()).toContain('PUSH_REPLAYED')
  expect(logs.join()).not.toContain(openid)
})
