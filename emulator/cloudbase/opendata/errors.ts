import type { OpenDatum } from '../cloudCalls.ts'

/**
 * Nobody issued this CloudID. The number is in the platform's list of error codes. Assumption: the words; of the
 * neighbours only "cloudID expired." (-601006) is public (developers.weixin.qq.com, "Cloud.CloudID", 2026-11).
 */
export const INVALID_CLOUD_ID: OpenDatum = { errCode: -601005, errMsg: 'invalid cloudID.' }

/** Whoever was asked threw. -601001 is the platform's "system error". */
export const OPEN_DATA_FAULT: OpenDatum = { errCode: -601001, errMsg: 'system error' }

/** Assumption: what the platform says to more CloudIDs than it takes is not public. */
export const tooManyCloudIds = (atMost: number): string => `at most ${atMost} CloudIDs in one call`
