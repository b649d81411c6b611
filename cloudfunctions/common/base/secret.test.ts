import { describe, expect, it } from 'vitest'
import { Secret } from './secret.ts'

/** What console.log() of Node asks an object for. */
const INSPECT = Symbol.for('nodejs.util.inspect.custom')

describe('a secret', () => {
  const secret = new Secret('tiihtNczf5v6AKRyjwEUhQ==')

  it('is shown by nothing that prints', () => {
    const inspected: unknown = Reflect.apply(Reflect.get(secret, INSPECT), secret, [])
    const shown = [String(secret), `${secret}`, JSON.stringify({ secret }), inspected]
    expect(shown).toEqual(['[secret]', '[secret]', '{"secret":"[secret]"}', '[secret]'])
    expect(Object.keys(secret)).toEqual([])
  })

  it('gives its value to who asks for it', () => {
    expect(secret.reveal()).toBe('tiihtNczf5v6AKRyjwEUhQ==')
  })
})
