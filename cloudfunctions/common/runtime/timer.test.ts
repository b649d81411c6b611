import { describe, expect, it } from 'vitest'
import { requireTimer } from './timer.ts'

describe('whoever runs the function', () => {
  it('is its timer', () => {
    expect(() => requireTimer({ SOURCE: 'wx_trigger', OPENID: undefined })).not.toThrow()
  })

  it.each([
    { SOURCE: 'wx_client' },
    { SOURCE: 'wx_client,wx_trigger' },
    { SOURCE: 'wx_trigger,scf' },
    { SOURCE: 'WX_TRIGGER' },
    { SOURCE: ' wx_trigger' },
    { SOURCE: '' },
    { SOURCE: ['wx_trigger'] },
    {},
    undefined,
    'wx_trigger',
  ])('is nobody else: %j', (context) => {
    expect(() => requireTimer(context)).toThrow(expect.objectContaining({ code: 'NOT_A_TIMER' }))
  })
})
