import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { CloudAnswers } from '../emulator/cloudbase/cloudCalls.ts'
import type { TestWorld } from '../emulator/testkit/createWorld.ts'
import { createWorld } from '../emulator/testkit/index.ts'
import { CALL, SDKS, type TinyProject, writeTinyProject } from './sdkProject.ts'

/**
 * Open data by CloudID: what a client's call becomes on its way to a function, and what functions ask for with the
 * unmodified SDKs (developers.weixin.qq.com, "Cloud.CloudID" and "getOpenData", 2026-11).
 */

const openData: CloudAnswers['openData'] = (cloudId, { openid }) => {
  if (cloudId === 'old-id') return { errCode: -601006, errMsg: 'cloudID expired.' }
  if (cloudId !== 'phone-id') return undefined
  return openid === world.person('alice').in('shop').openid
    ? { data: { phoneNumber: '13800000000' } }
    : { errCode: -601007, errMsg: 'cloudID does not belong to the user' }
}

/** CloudBase adds userInfo to every event; it is no field of the call. */
const ECHO =
  'exports.main = ({ userInfo, ...event }) => ({ event, info: cloud.getWXContext().OPEN_DATA_INFO })'

let project: TinyProject
let world: TestWorld

beforeAll(async () => {
  project = writeTinyProject({
    ...Object.fromEntries(
      SDKS.map(([version, sdk]) => [
        `sdk${version[0]}`,
        { source: CALL, openapi: ['cloudbase.getOpenData'], sdk },
      ]),
    ),
    echo: { source: ECHO },
  })
  world = await createWorld({
    people: ['alice', 'bob'],
    apps: [{ alias: 'shop' }],
    functions: project.functions,
    functionSettings: Object.fromEntries(
      ['sdk4', 'sdk3', 'sdk2', 'echo'].map((name) => [name, { timeoutSeconds: 15 }]),
    ),
    answers: [{ openData }],
  })
})
afterAll(async () => {
  await world.close()
  project.remove()
})

const alice = () => world.person('alice').in('shop')

describe.each(SDKS)('wx-server-sdk %s', (version) => {
  const ask = (asked: unknown): Promise<unknown> => alice().call(`sdk${version[0]}`, asked)

  it('asks what CloudIDs stand for', async () => {
    expect(await ask({ path: ['getOpenData'], params: { list: ['phone-id', 'old-id', 'no-id'] } })).toEqual({
      resolved: {
        list: [
          { cloudID: 'phone-id', data: { phoneNumber: '13800000000' } },
          { cloudID: 'old-id', errCode: -601006, errMsg: 'cloudID expired.' },
          { cloudID: 'no-id', errCode: -601005, errMsg: expect.any(String) },
        ],
        errMsg: 'getOpenData:ok',
        errCode: 0,
      },
    })
    expect(
      await ask({ path: ['openapi', 'cloudbase', 'getOpenData'], params: { cloudidList: ['phone-id'] } }),
    ).toMatchObject({
      resolved: {
        dataList: [
          { cloudId: 'phone-id', json: '{"cloudID":"phone-id","data":{"phoneNumber":"13800000000"}}' },
        ],
      },
    })
  })
})

/** `wx.cloud.CloudID(id)` in a call to the local cloud. */
const cloudId = (id: string) => ({ __cloudId: id })

describe('CloudIDs in the data of a call', () => {
  it('are replaced at the top level, and the platform names these fields', async () => {
    const data = { phone: cloudId('phone-id'), old: cloudId('old-id'), plain: 'phone-id', n: 1 }
    expect(await alice().call('echo', data)).toEqual({
      event: {
        phone: { cloudID: 'phone-id', data: { phoneNumber: '13800000000' } },
        old: { cloudID: 'old-id', errCode: -601006, errMsg: 'cloudID expired.' },
        plain: 'phone-id',
        n: 1,
      },
      info: '{"keys":["phone","old"]}',
    })
  })

  it('are answered for the person who calls', async () => {
    const bob = world.person('bob').in('shop')
    expect(await bob.call('echo', { phone: cloudId('phone-id') })).toMatchObject({
      event: { phone: { cloudID: 'phone-id', errCode: -601007 } },
    })
  })

  it('are plain strings below', async () => {
    const data = { deep: { phone: cloudId('phone-id') }, list: [cloudId('phone-id')] }
    expect(await alice().call('echo', data)).toEqual({
      event: { deep: { phone: 'phone-id' }, list: ['phone-id'] },
    })
  })

  it('A6: what a client wrote itself is passed on and never named', async () => {
    const forged = { cloudID: 'phone-id', data: { phoneNumber: '13900000000' } }
    expect(await alice().call('echo', { phone: forged })).toEqual({ event: { phone: forged } })
    expect(await alice().call('echo', { phone: forged, own: cloudId('phone-id') })).toMatchObject({
      event: { phone: forged },
      info: '{"keys":["own"]}',
    })
  })

  it('are five at most', async () => {
    const data = (count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, n) => [`f${n}`, cloudId('phone-id')]))
    expect(await alice().call('echo', data(5))).toMatchObject({ info: expect.stringContaining('f4') })
    await expect(alice().call('echo', data(6))).rejects.toMatchObject({ errCode: -601002 })
  })
})
