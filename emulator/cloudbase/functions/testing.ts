import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createClockState } from '../../clockState.ts'
import type { Caller } from '../caller.ts'
import type { CallLog } from '../callLog.ts'
import { createCallLog } from '../callLog.ts'
import { createCredentials } from '../credentials.ts'
import type { Functions, FunctionsOptions } from './index.ts'
import { createFunctions } from './index.ts'

/** Functions of an imaginary project, in a folder of their own. */
export interface TestFunctions {
  readonly root: string
  readonly functions: Functions
  readonly calls: CallLog
  /** What the terminal would show. */
  readonly lines: readonly { readonly name: string; readonly level: string; readonly text: string }[]
  /** What a function answers, or its failure. */
  readonly result: (name: string, event?: unknown, caller?: Caller) => Promise<unknown>
  /** Saves a file, by its path in the folder of functions. */
  readonly save: (path: string, content: string) => void
  readonly end: () => Promise<void>
}

/** A person at a phone, for tests in which it does not matter who calls. */
export const ALICE: Caller = {
  source: 'wx_client',
  appid: 'wx0000000000000001',
  openid: 'oAlice',
  unionid: 'oUnion',
}

/** @param files content by path: `name/index.js` */
export const createTestFunctions = (
  files: Readonly<Record<string, string>>,
  options: Partial<FunctionsOptions> = {},
): TestFunctions => {
  const root = mkdtempSync(join(tmpdir(), 'oneid-functions-'))
  const calls = createCallLog()
  const lines: { name: string; level: string; text: string }[] = []
  const save = (path: string, content: string): void => {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), content)
  }
  for (const [path, content] of Object.entries(files)) save(path, content)
  const functions = createFunctions({
    root,
    settings: {},
    adminUrl: () => 'http://127.0.0.1:9/admin',
    httpUrl: async () => 'http://127.0.0.1:10',
    hosts: () => ({ simulated: {}, others: 'refuse' }),
    clock: createClockState(),
    now: () => 0,
    credentials: createCredentials(),
    calls,
    onLog: (name, level, text) => lines.push({ name, level, text }),
    ...options,
  })
  return {
    root,
    functions,
    calls,
    lines,
    save,
    result: async (name, event = {}, caller = ALICE) => {
      const outcome = await functions.call(name, event, caller)
      return 'result' in outcome ? outcome.result : outcome.failure
    },
    end: async () => {
      await functions.end()
      rmSync(root, { recursive: true, force: true })
    },
  }
}
