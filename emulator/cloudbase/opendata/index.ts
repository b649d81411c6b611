import * as v from 'valibot'
import type { Caller } from '../caller.ts'
import type { CloudAnswering, CloudAnswers, OpenDatum } from '../cloudCalls.ts'
import type { ReplacedData } from './cloudIds.ts'
import { replaceCloudIds } from './cloudIds.ts'
import { INVALID_CLOUD_ID, OPEN_DATA_FAULT } from './errors.ts'

/** Open data (开放数据): what CloudIDs stand for. */
export interface OpenData {
  readonly ask: (cloudId: string, caller: Caller) => OpenDatum
  /** The data of a client's call as its function gets it. */
  readonly replace: (data: unknown, caller: Caller) => ReplacedData
  /** The cloud call `cloudbase.getOpenData`. */
  readonly answers: CloudAnswers
}

const ParamsSchema = v.object({ cloudid_list: v.array(v.string()) })

/** 40097 is WeChat's "invalid args" (developers.weixin.qq.com, global return codes, 2026-11). */
const INVALID_ARGUMENTS = { errcode: 40097, errmsg: 'invalid args' }

export const createOpenData = ({
  answers,
  onFault,
}: Pick<CloudAnswering, 'answers' | 'onFault'>): OpenData => {
  const ask = (cloudId: string, caller: Caller): OpenDatum => {
    try {
      for (const { openData } of answers) {
        const datum = openData?.(cloudId, caller)
        if (datum !== undefined) return datum
      }
      return INVALID_CLOUD_ID
    } catch (error) {
      onFault(error)
      return OPEN_DATA_FAULT
    }
  }
  return {
    ask,
    replace: (data, caller) => replaceCloudIds(data, (cloudId) => ask(cloudId, caller)),
    answers: {
      openapi: {
        'cloudbase.getOpenData': ({ params, caller }) => {
          const parsed = v.safeParse(ParamsSchema, params)
          if (!parsed.success) return { json: INVALID_ARGUMENTS }
          const list = parsed.output.cloudid_list.map((cloudID) => ({
            cloud_id: cloudID,
            json: JSON.stringify({ cloudID, ...ask(cloudID, caller) }),
          }))
          return { json: { errcode: 0, errmsg: 'ok', data_list: list } }
        },
      },
    },
  }
}
