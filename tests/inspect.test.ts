import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { url as inspectorUrl, Session } from 'node:inspector'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { TestWorld } from '../emulator/testkit/createWorld.ts'
import { createWorld } from '../emulator/testkit/index.ts'

const SOURCE = `exports.main = async () => {
  const before = 1
  await new Promise((resolve) => setTimeout(resolve, 30))
  return before
}`

const root = mkdtempSync(join(tmpdir(), 'oneid-inspect-'))
const session = new Session()
let world: TestWorld

beforeEach(async () => {
  mkdirSync(join(root, 'patient'))
  writeFileSync(join(root, 'patient', 'index.js'), SOURCE)
  world = await createWorld({
    people: ['alice'],
    apps: [{ alias: 'shop' }],
    functions: root,
    functionSettings: { patient: { timeoutSeconds: 0.01 } },
    inspectPort: 0,
  })
})

afterEach(async () => {
  session.disconnect()
  await world.close()
  rmSync(root, { recursive: true, force: true })
  expect(inspectorUrl()).toBeUndefined()
})

/**
 * What VS Code does: every worker thread is a target of its own and gets its messages through the main one. Sets a
 * breakpoint on the second line of the function, calls it, and lets it go on.
 * @returns the name of the function that was held
 */
const holdAtBreakpoint = (call: () => Promise<unknown>): Promise<{ held: string; result: unknown }> =>
  new Promise((resolve, reject) => {
    let called: Promise<unknown> = Promise.resolve()
    const send = (sessionId: string, id: number, method: string, params: object = {}): void =>
      session.post('NodeWorker.sendMessageToWorker', {
        sessionId,
        message: JSON.stringify({ id, method, params }),
      })
    session.on('NodeWorker.attachedToWorker', ({ params: { sessionId } }) => {
      send(sessionId, 1, 'Debugger.enable')
      send(sessionId, 2, 'Debugger.setBreakpointByUrl', {
        lineNumber: 2,
        urlRegex: '.*patient.index\\.js$',
      })
    })
    session.on('NodeWorker.receivedMessageFromWorker', ({ params: { sessionId, message } }) => {
      const said = JSON.parse(message)
      if (said.id === 2) called = call()
      if (said.method !== 'Debugger.paused') return
      const held: string = said.params.callFrames[0].functionName
      send(sessionId, 3, 'Debugger.resume')
      called.then((result) => resolve({ held, result }), reject)
    })
    session.post('NodeWorker.enable', { waitForDebuggerOnStart: false })
  })

it('a debugger holds a function at a breakpoint, and nothing takes too long', async () => {
  expect(inspectorUrl()).toMatch(/^ws:\/\/127\.0\.0\.1:\d+\//)
  const call = () => world.person('alice').in('shop').call('patient')
  expect(await call()).toBe(1)
  session.connect()
  expect(await holdAtBreakpoint(call)).toEqual({ held: 'exports.main', result: 1 })
})
