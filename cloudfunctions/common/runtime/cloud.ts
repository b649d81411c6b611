import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import * as v from 'valibot'
import cloud from 'wx-server-sdk'
import type { Pause, RandomBytes } from '../base/time.ts'

// The SDK's own types want a string here; its documentation, and its code, want this symbol.
const env = cloud.DYNAMIC_CURRENT_ENV as unknown as string

cloud.init({ env })

/** The database of the environment that the function runs in. */
export const openDatabase = () => cloud.database()

/**
 * What WeChat says about the caller, as it came. The SDK reads it from process.env at the moment of the call, and an
 * instance that serves several calls overwrites it: call this before anything asynchronous, and only here.
 */
export const captureContext = (): unknown => cloud.getWXContext()

export const secureRandom: RandomBytes = (count) => randomBytes(count)

export const pause: Pause = (ms) => sleep(ms)

const CalledSchema = v.object({ result: v.unknown() })

/** Calls another function of this environment and answers what it returned. */
export const callFunction = async (name: string, data: Readonly<Record<string, unknown>>): Promise<unknown> =>
  v.parse(CalledSchema, await cloud.callFunction({ name, data })).result

/** The phone number behind a code, as WeChat answers it (cloud call, paid for each code). */
export const askPhoneNumber = (code: string): Promise<unknown> =>
  cloud.openapi['phonenumber'].getPhoneNumber({ code })
