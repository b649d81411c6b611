import { randomBytes } from 'node:crypto'
import cloud from 'wx-server-sdk'
import type { RandomBytes } from '../base/time.ts'

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
