import { describe, expect, it, vi } from 'vitest'
import { asyncCall, WxFailure } from './api.ts'
import { reportingUnknown } from './notEmulated.ts'

describe('a call of wx', () => {
  const add = asyncCall('add', ({ a, b }) => ({ sum: Number(a) + Number(b) }))
  const fail = asyncCall('fail', () => {
    throw new WxFailure('no such thing', { errCode: -3 })
  })

  it('answers a promise', async () => {
    await expect(add({ a: 1, b: 2 })).resolves.toEqual({ errMsg: 'add:ok', sum: 3 })
    await expect(fail()).rejects.toMatchObject({ errCode: -3, errMsg: 'no such thing' })
    const other = asyncCall('other', () => Promise.reject(new Error('why')))
    await expect(other()).rejects.toMatchObject({ errMsg: 'other:fail why' })
  })

  it('answers through success, fail and complete, and then returns nothing', async () => {
    const heard: unknown[] = []
    const listeners = {
      success: (answer: unknown) => heard.push(['success', answer]),
      fail: (answer: unknown) => heard.push(['fail', answer]),
      complete: () => heard.push(['complete']),
    }
    expect(add({ a: 1, b: 1, ...listeners })).toBeUndefined()
    await vi.waitFor(() => expect(heard).toEqual([['success', { errMsg: 'add:ok', sum: 2 }], ['complete']]))
    heard.length = 0
    expect(fail(listeners)).toBeUndefined()
    await vi.waitFor(() => expect(heard).toHaveLength(2))
    expect(heard[0]).toEqual(['fail', expect.objectContaining({ errCode: -3 })])
  })
})

describe('a member that is not emulated', () => {
  it('is reported by name and throws when it is called', () => {
    const told = vi.spyOn(console, 'error').mockImplementation(() => undefined)
    const wx = reportingUnknown('wx', { known: 1 })
    const login: unknown = Reflect.get(wx, 'login')
    expect(Reflect.get(wx, 'known')).toBe(1)
    expect(told).toHaveBeenCalledWith('wx.login is not emulated by the simulator yet')
    expect(login).toThrow('wx.login is not emulated')
    expect(Reflect.get(wx, 'then')).toBeUndefined()
    told.mockRestore()
  })
})
