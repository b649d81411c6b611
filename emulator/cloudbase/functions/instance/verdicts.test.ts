import { describe, expect, it } from 'vitest'
import { hostVerdicts } from './verdicts.ts'

const prefix = 'http://127.0.0.1:8790/wechat/api.weixin.qq.com'

const verdictsWith = (others: 'pass' | 'refuse') => {
  const met: string[] = []
  const verdict = hostVerdicts({ simulated: { 'api.weixin.qq.com': prefix }, others }, (host) =>
    met.push(host),
  )
  return { met, of: (url: string) => verdict(new URL(url)) }
}

describe('where requests of a function go', () => {
  it('sends WeChat’s hosts to their simulation, path and query kept', () => {
    expect(verdictsWith('pass').of('https://api.weixin.qq.com/sns/jscode2session?js_code=a%26b')).toEqual({
      to: new URL(`${prefix}/sns/jscode2session?js_code=a%26b`),
    })
  })

  it('does not confuse a host that only ends alike', () => {
    expect(verdictsWith('refuse').of('https://api.weixin.qq.com.evil.example/')).toBe('refuse')
  })

  it('knows a host with a dot at its end, with a port and in capitals', () => {
    const to = new URL(`${prefix}/sns/auth`)
    for (const host of ['api.weixin.qq.com.', 'api.weixin.qq.com:8443', 'API.weixin.qq.com']) {
      expect(verdictsWith('pass').of(`https://${host}/sns/auth`)).toEqual({ to })
    }
  })

  it('takes no property of objects for a host', () => {
    expect(verdictsWith('refuse').of('https://constructor/')).toBe('refuse')
  })

  it.each(['http://127.0.0.1:1/', 'http://127.1.2.3/', 'http://localhost/', 'http://[::1]:80/'])(
    'lets %s pass',
    (url) => {
      expect(verdictsWith('refuse').of(url)).toBe('pass')
    },
  )

  it('warns once per other host', () => {
    const { met, of } = verdictsWith('pass')
    expect([of('https://example.com/1'), of('https://example.com/2'), of('https://example.org/')]).toEqual([
      'pass',
      'pass',
      'pass',
    ])
    expect(met).toEqual(['example.com', 'example.org'])
  })
})
