import { textOption, type WxTopic } from './api.ts'
import { reportingUnknown } from './notEmulated.ts'

type Write = (...given: readonly unknown[]) => void
type Level = 'debug' | 'error' | 'info' | 'log' | 'warn'

const MARK = '[wx]'

/**
 * Reports and logs that WeChat would keep: here they are in the console
 * (developers.weixin.qq.com/miniprogram/dev/api/base/debug/wx.getLogManager.html, wx.getRealtimeLogManager.html and
 * …/api/data-analysis/wx.reportEvent.html, 2026-11).
 */
export const diagnostics: WxTopic = () => ({
  reportEvent: (id: unknown, facts: unknown) => console.info(MARK, 'reportEvent', id, facts),
  reportMonitor: (name: unknown, value: unknown) => console.info(MARK, 'reportMonitor', name, value),
  reportPerformance: (id: unknown, value: unknown, dimensions: unknown) =>
    console.info(MARK, 'reportPerformance', id, value, dimensions),
  getLogManager: () => reportingUnknown('LogManager', writers('LogManager', 'debug', 'info', 'log', 'warn')),
  getRealtimeLogManager: () =>
    reportingUnknown('RealtimeLogManager', {
      ...realtime('RealtimeLogManager'),
      in: () => undefined,
      tag: (name: unknown) =>
        reportingUnknown(
          'RealtimeTagLogManager',
          realtime(`RealtimeLogManager ${textOption({ name }, 'name')}`),
        ),
    }),
})

/** A filter is for the search in WeChat's console; it is told as well. */
function realtime(name: string): Readonly<Record<string, Write>> {
  const filter: Write = (words) => console.info(MARK, name, 'filter', words)
  return { ...writers(name, 'info', 'warn', 'error'), setFilterMsg: filter, addFilterMsg: filter }
}

function writers(name: string, ...levels: readonly Level[]): Readonly<Record<string, Write>> {
  return Object.fromEntries(
    levels.map((level): [string, Write] => [level, (...given) => console[level](MARK, name, ...given)]),
  )
}
