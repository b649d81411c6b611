import { describe, expect, it } from 'vitest'
import { createCallLog } from './callLog.ts'
import type { CallRecord } from './calls.ts'

const record = (requestId: string, actions: readonly string[] = []): CallRecord => ({
  requestId,
  function: 'login',
  startedAt: 0,
  caller: { source: 'wx_client' },
  cold: false,
  ms: 2,
  requests: actions.map((action) => ({ action, ms: 1 })),
  logs: [],
})

describe('the log of calls', () => {
  it('keeps the last 500 and the sums of all', () => {
    const log = createCallLog()
    for (let n = 0; n < 600; n++) log.add(record(`r${n}`, ['database.getDocument']))
    expect(log.list().map(({ requestId }) => requestId)).toEqual(
      Array.from({ length: 500 }, (_, n) => `r${n + 100}`),
    )
    expect(log.usage()).toEqual({ calls: 600, functionMs: 1_200, requests: { 'database.getDocument': 600 } })
  })

  it('tells every call to those who listen, until they stop', () => {
    const log = createCallLog()
    const heard: string[] = []
    const stop = log.onCall(({ requestId }) => heard.push(requestId))
    log.add(record('a'))
    stop()
    log.add(record('b'))
    expect(heard).toEqual(['a'])
  })
})
