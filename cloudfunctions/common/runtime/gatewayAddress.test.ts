import { afterEach, describe, expect, it } from 'vitest'
import { readGatewayAddress } from './gatewayAddress.ts'

const NAME = 'ONEID_GATEWAY_URL'
const found = process.env[NAME]
afterEach(() => {
  if (found === undefined) delete process.env[NAME]
  else process.env[NAME] = found
})

describe('the address of gateway', () => {
  it.each([
    ['https://id.example.com', 'https://id.example.com'],
    ['https://id.example.com/gateway', 'https://id.example.com/gateway'],
    ['https://id.example.com/gateway//', 'https://id.example.com/gateway'],
    ['http://127.0.0.1:8791/http/gateway', 'http://127.0.0.1:8791/http/gateway'],
    ['http://localhost:8791/', 'http://localhost:8791'],
  ])('%s', (text, address) => {
    process.env[NAME] = text
    expect(readGatewayAddress()).toBe(address)
  })

  it.each([
    '',
    'id.example.com',
    '/gateway',
    'http://id.example.com/gateway',
    'http://127.0.0.1.example.com/gateway',
    'http://localhost.example.com',
    'ftp://id.example.com',
    'javascript:alert(1)',
    'https://id.example.com/gateway?x=1',
    'https://id.example.com/gateway#x',
    'https://somebody@id.example.com/gateway',
    'https://:word@id.example.com/gateway',
    '{{env.ONEID_GATEWAY_URL}}',
  ])('is not %j', (text) => {
    process.env[NAME] = text
    expect(readGatewayAddress).toThrow(expect.objectContaining({ code: 'CONFIG_INVALID' }))
  })
})
