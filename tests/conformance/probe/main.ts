import cloud from 'wx-server-sdk'
import { CASES } from '../cases/index.ts'
import type { Cloud } from '../sdk.ts'
import { createProbe } from './probe.ts'

// The SDK's own types leave out half of it (../sdk.ts says why), so this one file says what it is.
export const main = createProbe(cloud as unknown as Cloud, CASES)
