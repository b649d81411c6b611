import { describe, expect, it } from 'vitest'
import { localKey } from '../project/localSecrets.ts'
import { targetOf } from './target.ts'

const target = (
  given: { readonly env?: string; readonly url?: string },
  environment: Readonly<Record<string, string>> = { ONEID_IMPORT_KEY: 'mine' },
) => {
  const { address, key, isLocal } = targetOf({ env: given.env, url: given.url }, environment)
  return { address, key: key.reveal(), isLocal }
}

describe('where rows go', () => {
  it('is the local cloud, whose key everybody knows', () => {
    const address = 'http://127.0.0.1:8791/http/gateway'
    for (const environment of [{}, { ONEID_IMPORT_KEY: 'mine' }])
      expect(target({}, environment)).toEqual({ address, key: localKey('operator'), isLocal: true })
    expect(target({ url: address }, {}).key).toBe(localKey('operator'))
  })

  it('is the default domain of an environment, or another address', () => {
    const address = 'https://shop-1.service.tcloudbase.com/oneid'
    expect(target({ env: 'shop-1' })).toEqual({ address, key: 'mine', isLocal: false })
    expect(target({ env: 'shop-1', url: 'https://id.example.com/door/' }).address).toBe(
      'https://id.example.com/door',
    )
    expect(target({ url: 'http://localhost:9000/x' }).isLocal).toBe(true)
  })

  it.each([
    [{ url: 'http://id.example.com' }, 'https addresses only'],
    [{ url: 'http://127.0.0.1.example.com' }, 'https addresses only'],
    [{ url: 'file:///etc/passwd' }, 'https addresses only'],
    [{ url: 'https://a:b@id.example.com' }, 'without name'],
    [{ url: 'https://id.example.com/?a=b' }, 'without name'],
    [{ url: 'nonsense' }, 'no address'],
    [{ env: 'a.example.com/' }, 'no name of an environment'],
  ])('is not %j', (given, words) => {
    expect(() => target(given)).toThrow(words)
  })

  it('wants a key anywhere but here, also where an environment has an address on this machine', () => {
    expect(() => target({ env: 'shop-1' }, {})).toThrow('ONEID_IMPORT_KEY is not set')
    expect(() => target({ env: 'shop-1', url: 'http://127.0.0.1:1000' }, {})).toThrow('ONEID_IMPORT_KEY')
    expect(() => target({ url: 'https://id.example.com' }, { ONEID_IMPORT_KEY: '' })).toThrow(
      'ONEID_IMPORT_KEY',
    )
  })
})
