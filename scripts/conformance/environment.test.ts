import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { ConformanceCase } from '../../tests/conformance/case.ts'
import { CASES } from '../../tests/conformance/cases/index.ts'
import { encode } from '../../tests/conformance/encoding.ts'
import { runInEnvironment, runsInEnvironment } from './environment.ts'

const DEPLOYED = '✔ [oneid-conformance] 云函数部署成功！\n'

/** What `tcb fn invoke` prints about a probe that answered these outcomes. */
const invoked = (outcomes: readonly unknown[]): string =>
  `✔ [oneid-conformance] 调用成功\n\n返回结果：{"conformance":"${Buffer.from(JSON.stringify(outcomes)).toString('base64')}"}\n`

const test = (id: string, expected: unknown, rest: Partial<ConformanceCase> = {}): ConformanceCase => ({
  id,
  source: 'https://example.com',
  run: () => undefined,
  expect: expected,
  ...rest,
})
const PASSES = test('a.b.passes', 1)
const DIFFERS = test('a.b.differs', 1)
const LOCAL = test('a.b.local', 1, { localOnly: 'needs a phone' })

/** Plays the part of the CLI, which is a program of its own; answers what it was asked. */
const recordedTcb = (deployed = DEPLOYED) => {
  const commands: string[] = []
  const files: string[] = []
  const run = async (args: readonly string[], folder: string): Promise<string> => {
    commands.push(args.slice(0, 5).join(' '))
    if (args[1] === 'deploy') {
      files.push(readFileSync(join(folder, 'cloudbaserc.json'), 'utf8'))
      files.push(String(statSync(join(folder, 'oneid-conformance', 'index.js')).size > 1_000_000))
      return deployed
    }
    if (args[1] === 'delete') return existsSync(folder) ? '✔ Function deleted successfully!' : ''
    const event: { run?: readonly string[] } = JSON.parse(args.at(-1) ?? '{}')
    return invoked(
      (event.run ?? []).map((id) => ({ id, ms: 1, outcome: encode(id === 'a.b.differs' ? 2 : 1) })),
    )
  }
  return { run, commands, files }
}

describe('a real environment', () => {
  it('gets the probe, is asked only what it can answer, and is left without the probe', async () => {
    const tcb = recordedTcb()
    const told: string[] = []
    const verdicts = await runInEnvironment('test-1', [PASSES, DIFFERS, LOCAL], tcb.run, (line) =>
      told.push(line),
    )
    expect(verdicts.map(({ test: { id }, wrong }) => [id, wrong])).toEqual([
      ['a.b.passes', []],
      ['a.b.differs', ['result: expected 1, got 2']],
    ])
    expect(tcb.commands).toEqual([
      'fn deploy oneid-conformance -e test-1',
      'fn invoke oneid-conformance -e test-1',
      'fn invoke oneid-conformance -e test-1',
      'fn delete oneid-conformance -e test-1',
    ])
    expect(told).toEqual([
      '2 of 2 cases',
      expect.stringContaining('oneid_conformance_a and oneid_conformance_b are empty'),
      'The function oneid-conformance is deleted.',
    ])
    expect(JSON.parse(tcb.files[0] ?? '')).toMatchObject({
      envId: 'test-1',
      functions: [{ name: 'oneid-conformance', timeout: 60, installDependency: false }],
    })
    expect(tcb.files[1]).toBe('true')
  })

  it('is not asked anything after a deployment that failed with exit code 0', async () => {
    const tcb = recordedTcb('✖ [oneid-conformance] 函数部署失败\n错误码：UnauthorizedOperation.CAM\n')
    await expect(runInEnvironment('test-1', [PASSES], tcb.run, () => {})).rejects.toThrow(
      'UnauthorizedOperation.CAM',
    )
    expect(tcb.commands).toEqual(['fn deploy oneid-conformance -e test-1'])
  })

  it('hears of a call that failed, and of what could not be cleaned up', async () => {
    const told: string[] = []
    const run = async (args: readonly string[]): Promise<string> =>
      args[1] === 'deploy'
        ? DEPLOYED
        : '✖ [oneid-conformance] call failed\nError message：timed out after 60 seconds'
    const verdicts = await runInEnvironment('test-1', [PASSES], run, (line) => told.push(line))
    expect(verdicts.map(({ wrong }) => wrong)).toEqual([
      [expect.stringContaining('timed out after 60 seconds')],
    ])
    expect(told).toEqual([
      '1 of 1 cases',
      expect.stringContaining('still hold data'),
      expect.stringContaining('The function oneid-conformance is still there'),
    ])
  })

  it('can be asked most of the cases', () => {
    expect(CASES.filter(runsInEnvironment).length).toBeGreaterThan(300)
  })
})
