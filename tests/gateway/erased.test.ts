import { afterAll, beforeAll, expect, it } from 'vitest'
import { openDatabase } from '../../cloudfunctions/common/runtime/cloud.ts'
import { login } from '../oneIdWorld.ts'
import type { GatewayWorld } from './gatewayWorld.ts'
import { answerOf, KEYS, openGateway } from './gatewayWorld.ts'

let gateway: GatewayWorld

beforeAll(async () => {
  gateway = await openGateway()
  Object.assign(process.env, gateway.world.environment())
})

afterAll(() => gateway.world.close())

const usersOf = (status: string) =>
  gateway.world.database.documents('users').filter((user) => user['status'] === status)

/** Eight days, in which the wish is carried out. */
const wait = async (): Promise<void> => {
  for (let day = 0; day < 8; day++) {
    gateway.world.clock.advance('1d')
    await gateway.world.timers.fire('jobs')
  }
}

it('A44: nobody is brought back by a list or by following; who signs in again is somebody new', async () => {
  const { world } = gateway
  const { openid } = world.person('alice').in('shop')
  await login(world, 'alice', 'shop')
  await world.person('alice').in('shop').call('account', { action: 'delete' })
  await wait()
  expect([usersOf('active'), usersOf('deleted')].map(({ length }) => length)).toEqual([0, 1])

  const rows = [{ app: 'shop', openid }]
  const imported = answerOf('imported', await gateway.post('/import/rows', { rows }, KEYS.operator))
  expect(imported.results).toEqual([{ outcome: 'refused', code: 'ACCOUNT_ERASED' }])
  expect((await gateway.post('/import/facts', { rows }, KEYS.operator)).body).toMatchObject({
    facts: [{ erased: true }],
  })
  expect(usersOf('active')).toEqual([])

  expect(await login(world, 'alice', 'shop')).toMatchObject({ isNew: true })
  const known = answerOf('imported', await gateway.post('/import/rows', { rows }, KEYS.operator))
  expect(known.results).toMatchObject([{ outcome: 'known' }])
})

it('and is not while the deletion is on its way', async () => {
  const { world } = gateway
  await login(world, 'bob', 'shop')
  const { openid } = world.person('bob').in('shop')
  await world.person('bob').in('shop').call('account', { action: 'delete' })
  const rows = [{ app: 'shop', openid }]
  // The account is there until its time has come.
  const before = answerOf('imported', await gateway.post('/import/rows', { rows }, KEYS.operator))
  expect(before.results).toMatchObject([{ outcome: 'known' }])
  const [bob] = usersOf('active').filter((user) => user['deletion'] !== undefined)
  // As markDeleted leaves it, and the erasure has not begun.
  await openDatabase()
    .collection('users')
    .doc(String(bob?.['_id']))
    .update({ data: { status: 'deleted' } })
  const between = answerOf('imported', await gateway.post('/import/rows', { rows }, KEYS.operator))
  expect(between.results).toEqual([{ outcome: 'refused', code: 'ACCOUNT_ERASED' }])
})
