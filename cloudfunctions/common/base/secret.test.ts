import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import { Secret } from './secret.ts'

describe('a secret', () => {
  const secret = new Secret('tiihtNczf5v6AKRyjwEUhQ==')

  it('is shown by nothing that prints', () => {
    const shown = [
      String(secret),
      `${secret}`,
      JSON.stringify({ secret }),
      inspect({ secret }, { showHidden: true }),
    ]
    expect(shown.join()).not.toContain('tiihtNczf5v6')
    expect(shown[0]).toBe('[secret]')
    expect(shown[3]).toContain('[secret]')
  })

  it('gives its value to who asks for it', () => {
    expect(secret.reveal()).toBe('tiihtNczf5v6AKRyjwEUhQ==')
  })
})
