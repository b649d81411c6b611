import { defineConfig } from 'vitest/config'
import type { TestSpecification } from 'vitest/node'
import { BaseSequencer } from 'vitest/node'

const ROOMS = '{cloudfunctions,emulator,miniprogram,scripts}'
const BROWSER = '**/*.browser.test.ts'
const TOOLS = 'tests/{tools,deploy}/**/*.test.ts'
const LONG = 'tests/long/**/*.test.ts'
/** Flows run in the process of the test, on the emulated database. */
const FLOWS = [
  'tests/{account,crash,gateway,jobs,model,partition,payments,replay,stories}/**/*.test.ts',
  // These only start worlds, whose functions have threads of their own.
  'tests/{admin,attacks,cloudCalls,explain,faults,functionRules,inspect}.test.ts',
  'tests/{login,loginRoutes,merge,openData,sharing,storage,wechat*,worldFile}.test.ts',
]
const FOREIGN = ['**/node_modules/**', '**/dist/**', '**/miniprogram_npm/**']

/** Begun last, one of these would run alone while the other core waits; vitest knows its own times, not those of a clone. */
const LONGEST = ['crash/crash', 'payments/badDay', 'payments/kills', 'partition/partition', 'model/model']

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isLong = ({ moduleId }: TestSpecification): boolean =>
      LONGEST.some((name) => moduleId.endsWith(`tests/${name}.test.ts`))
    const sorted = await super.sort(files)
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))]
  }
}

/** One project per group; scripts/test.ts runs those of `npm test` one after the other, scripts/testLong.ts the last. */
export default defineConfig({
  test: {
    globals: false,
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: [`${ROOMS}/**/*.test.ts`],
          exclude: [...FOREIGN, BROWSER],
          // A unit test changes nothing global, so all of them share their workers: 200 files take 1 s, not 26.
          isolate: false,
          // A property test on a busy machine takes what it takes: nothing here measures time.
          testTimeout: 60_000,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: 'sdk',
          include: ['tests/**/*.test.ts'],
          exclude: [...FOREIGN, BROWSER, TOOLS, LONG, ...FLOWS, 'tests/projects/**'],
          globalSetup: 'tests/built.ts',
          // wx-server-sdk keeps its configuration in module scope: one process per file keeps the files apart.
          pool: 'forks',
          maxWorkers: 2,
          testTimeout: 20_000,
          hookTimeout: 20_000,
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: {
          name: 'flows',
          include: FLOWS,
          exclude: FOREIGN,
          globalSetup: 'tests/built.ts',
          // Each file points the SDK at a world of its own, so they can share what takes longest: loading all modules.
          pool: 'forks',
          isolate: false,
          maxWorkers: 2,
          testTimeout: 60_000,
          hookTimeout: 20_000,
          sequence: { groupOrder: 2 },
        },
      },
      {
        extends: true,
        test: {
          name: 'browser',
          include: [`{${ROOMS.slice(1, -1)},tests}/${BROWSER}`],
          exclude: FOREIGN,
          globalSetup: 'tests/built.ts',
          // One browser at a time: two on two cores are slower than one after the other. Files share their modules.
          pool: 'forks',
          isolate: false,
          maxWorkers: 1,
          testTimeout: 60_000,
          hookTimeout: 60_000,
          // Of vitest's one second a busy machine spends most elsewhere.
          expect: { poll: { timeout: 15_000 } },
          // Each start of a browser takes half a second, and 50 files would want one.
          env: { ONEID_SHARED_BROWSER: '1' },
          sequence: { groupOrder: 3 },
        },
      },
      {
        extends: true,
        test: {
          name: 'tools',
          include: [TOOLS],
          exclude: [...FOREIGN, BROWSER],
          pool: 'forks',
          maxWorkers: 2,
          testTimeout: 60_000,
          hookTimeout: 60_000,
          sequence: { groupOrder: 4 },
        },
      },
      {
        extends: true,
        test: {
          name: 'long',
          include: [LONG],
          exclude: FOREIGN,
          globalSetup: 'tests/built.ts',
          pool: 'forks',
          maxWorkers: 2,
          testTimeout: 30 * 60_000,
          expect: { poll: { timeout: 15_000 } },
          hookTimeout: 60_000,
          sequence: { groupOrder: 5 },
        },
      },
    ],
  },
})
