import { expect, it } from 'vitest'
import { refuseRealCredentials } from './realCredentials.ts'

it('A47: refuses to start beside real credentials, and does not repeat them', () => {
  const environment = { TENCENTCLOUD_SECRETID: 'AKIDreal', TENCENTCLOUD_SECRETKEY: 'realkey' }
  expect(() => refuseRealCredentials(environment)).toThrow(
    'TENCENTCLOUD_SECRETID and TENCENTCLOUD_SECRETKEY are set',
  )
  expect(() => refuseRealCredentials(environment)).not.toThrow('realkey')
})

it('does not mind empty or other variables', () => {
  expect(() => refuseRealCredentials({ TENCENTCLOUD_SECRETID: '', PATH: '/bin' })).not.toThrow()
})
