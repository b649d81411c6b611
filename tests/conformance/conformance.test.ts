import { beforeAll, describe, expect, it } from 'vitest'
import type { Sdk } from './case.ts'
import { CASES } from './cases/index.ts'
import { SDKS } from './probe/build.ts'
import type { Verdict } from './probe/replies.ts'
import { runInTwoCollections, runLocally, runsLocally } from './runLocally.ts'

/** All cases in one local cloud, with three versions of the real SDK; `npm run conformance` prints the same as a table. */

let verdicts: Readonly<Record<Sdk, ReadonlyMap<string, Verdict>>>

beforeAll(async () => {
  const all = await runLocally(CASES)
  const byId = (list: readonly Verdict[]) => new Map(list.map((verdict) => [verdict.test.id, verdict]))
  verdicts = { 2: byId(all[2]), 3: byId(all[3]), 4: byId(all[4]) }
}, 120_000)

it('has at least 300 cases, each with an id and a source of its own', () => {
  expect(CASES.length).toBeGreaterThanOrEqual(300)
  expect(new Set(CASES.map(({ id }) => id)).size).toBe(CASES.length)
  for (const { id, source } of CASES) {
    expect(id).toMatch(/^[a-z-]+(\.[a-z-]+)?\.[A-Za-z0-9-]+$/)
    expect(source.length).toBeGreaterThan(8)
  }
})

describe.each(SDKS)('wx-server-sdk %s', (sdk) => {
  it.each(CASES.filter(runsLocally).map(({ id }) => [id]))('%s', (id) => {
    expect(verdicts[sdk].get(id)?.wrong).toEqual([])
  })
})

it('the cases for a real environment do not get into each other’s way in two collections', async () => {
  const passed = (verdict: Verdict | undefined): boolean => verdict?.wrong.length === 0
  // What fails by itself is reported above; here it is about what fails only in company.
  const cases = CASES.filter((test) => test.localOnly === undefined && passed(verdicts[4].get(test.id)))
  const shared = await runInTwoCollections(cases)
  expect(shared.filter((verdict) => !passed(verdict)).map(({ test, wrong }) => [test.id, wrong])).toEqual([])
}, 60_000)
