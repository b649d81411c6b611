import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestWorld } from '../../emulator/testkit/createWorld.ts'
import { createWorld } from '../../emulator/testkit/index.ts'
import { ANSWERS } from './answers.ts'
import type { ConformanceCase, Sdk } from './case.ts'
import { buildProbe, SDKS } from './probe/build.ts'
import type { Verdict } from './probe/replies.ts'
import { batches, judge, readReply } from './probe/replies.ts'

/** Cases in one call of the probe: the fewer calls the quicker, and a call that dies takes no more than these along. */
const BATCH = 60

const functionName = (sdk: Sdk): string => `oneid-conformance-${sdk}`
const prefix = (sdk: Sdk): string => `conformance_${sdk}_`

/** Indexes that only the console and the management API can make. */
const preparedCollections = (sdk: Sdk) => [
  {
    name: `${prefix(sdk)}accounts`,
    indexes: [
      { name: 'email_1', keys: [{ field: 'email', direction: 1 }], unique: true },
      {
        name: 'app_1_key_1',
        keys: [
          { field: 'app', direction: 1 },
          { field: 'key', direction: 1 },
        ],
        unique: true,
      },
    ],
  } as const,
  {
    name: `${prefix(sdk)}places`,
    indexes: [{ name: 'at_2dsphere', keys: [{ field: 'at', direction: '2dsphere' }], unique: false }],
  } as const,
]

const startWorld = (functions: string): Promise<TestWorld> =>
  createWorld({
    people: ['alice'],
    apps: [{ alias: 'shop', openPlatformId: 'op1' }],
    functions,
    functionSettings: Object.fromEntries(
      SDKS.map((sdk) => [functionName(sdk), { timeoutSeconds: 60, memoryMb: 512 }]),
    ),
    collections: SDKS.flatMap(preparedCollections),
    answers: [ANSWERS],
  })

const runSdk = async (
  world: TestWorld,
  sdk: Sdk,
  cases: readonly ConformanceCase[],
  fresh: boolean,
): Promise<readonly Verdict[]> => {
  const phone = world.person('alice').in('shop')
  const verdicts: Verdict[] = []
  for (const batch of batches(cases, BATCH)) {
    const run = batch.map(({ id }) => id)
    const reply = await phone.call(functionName(sdk), { run, prefix: prefix(sdk), fresh })
    verdicts.push(...judge(batch, sdk, readReply(reply)))
  }
  return verdicts
}

/** What the local cloud is asked. */
export const runsLocally = ({ environmentOnly }: ConformanceCase): boolean => environmentOnly === undefined

/** Builds the probe for some versions of the SDK, runs something in a local cloud with them, and tidies up. */
const withWorld = async <Result>(
  sdks: readonly Sdk[],
  run: (world: TestWorld) => Promise<Result>,
): Promise<Result> => {
  const functions = await mkdtemp(join(tmpdir(), 'conformance-'))
  try {
    await Promise.all(sdks.map((sdk) => buildProbe(sdk, join(functions, functionName(sdk)))))
    const world = await startWorld(functions)
    try {
      return await run(world)
    } finally {
      await world.close()
    }
  } finally {
    await rm(functions, { recursive: true, force: true })
  }
}

/** Runs cases in one local cloud, in a function for each version of the SDK. */
export const runLocally = (
  cases: readonly ConformanceCase[],
): Promise<Readonly<Record<Sdk, readonly Verdict[]>>> =>
  withWorld(SDKS, async (world) => {
    const asked = cases.filter(runsLocally)
    const [four, three, two] = await Promise.all(SDKS.map((sdk) => runSdk(world, sdk, asked, true)))
    return { 4: four ?? [], 3: three ?? [], 2: two ?? [] }
  })

/** Runs cases as a real environment runs them: all of them in the same two collections. */
export const runInTwoCollections = (cases: readonly ConformanceCase[]): Promise<readonly Verdict[]> =>
  withWorld(['4'], (world) => runSdk(world, '4', cases, false))
