import * as v from 'valibot'
import type { Actions } from './action.ts'
import { functionNotFound, Refusal, readFields } from './errors.ts'
import { platformTime } from './functionFields.ts'
import type { Invocation } from './state.ts'
import { environmentOf } from './state.ts'

const LogsSchema = v.strictObject({
  EnvId: v.string(),
  FunctionName: v.string(),
  Offset: v.optional(v.number(), 0),
  Limit: v.optional(v.number(), 10),
  StartTime: v.optional(v.string()),
  EndTime: v.optional(v.string()),
  LogRequestId: v.optional(v.string()),
  Qualifier: v.optional(v.string()),
})
const DetailSchema = v.strictObject({
  LogRequestId: v.string(),
  StartTime: v.optional(v.string()),
  EndTime: v.optional(v.string()),
})

const listed = ({ requestId, at, failed }: Invocation) => ({
  RequestId: requestId,
  StartTime: platformTime(at),
  RetryNum: 0,
  RetCode: failed ? 1 : 0,
})

/** Actions of tcb.tencentcloudapi.com about what functions said. Times are not looked at. Fields: @cloudbase/cli 2.12.10. */
export const LOG_ACTIONS: Actions = {
  GetFunctionLogs: (body, { account }) => {
    const { EnvId, FunctionName, Offset, Limit, LogRequestId } = readFields(LogsSchema, body)
    const deployed = environmentOf(account, EnvId).functions.get(FunctionName)
    if (deployed === undefined) throw functionNotFound(FunctionName)
    const found = deployed.invocations.filter(({ requestId }) => (LogRequestId ?? requestId) === requestId)
    return { LogList: found.slice(Offset, Offset + Limit).map(listed), TotalCount: found.length }
  },
  GetFunctionLogDetail: (body, { account }) => {
    const { LogRequestId } = readFields(DetailSchema, body)
    const functions = [...account.environments.values()].flatMap((one) => [...one.functions.values()])
    for (const { name, invocations } of functions) {
      const found = invocations.find(({ requestId }) => requestId === LogRequestId)
      if (found === undefined) continue
      const { ms, result, log } = found
      return { ...listed(found), FunctionName: name, Duration: ms, MemUsage: 0, RetMsg: result, LogJson: log }
    }
    throw new Refusal('ResourceNotFound', `nothing is known of ${LogRequestId}`)
  },
}
