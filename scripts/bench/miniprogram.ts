import { readProject } from '../../emulator/cli/project.ts'
import { readSchemaFile } from '../../emulator/schemaFile.ts'
import { launchBrowser } from '../../emulator/testkit/browser.ts'
import { createWorld } from '../../emulator/testkit/index.ts'
import { withLocalSecrets } from '../project/localSecrets.ts'
import { type MiniprogramSizes, miniprogramSizes } from '../project/miniprogramSizes.ts'
import { PATHS, PROJECT_ROOT } from '../project/paths.ts'
import { sampleWorld } from '../project/sampleWorld.ts'
import { median, timings } from './measure.ts'

export interface MiniprogramFigures {
  readonly bytes: MiniprogramSizes
  /** From the address until the first page has its account, the mini-program being built already. */
  readonly pageMs: number
  /** As many times as an empty page of the same server takes. */
  readonly timesEmptyPage: number
}

const PAGES = 15

/** What the mini-program weighs, and how long its first page takes in the simulator. */
export async function measureMiniprogram(): Promise<MiniprogramFigures> {
  const project = readProject(PROJECT_ROOT)
  const { apps, people } = await sampleWorld()
  const world = await createWorld({
    people: people.map(({ id }) => id),
    apps,
    functions: PATHS.builtFunctions,
    functionSettings: withLocalSecrets(project.functionSettings, { apps }),
    collections: readSchemaFile(project.schema),
    miniprogramRoot: PATHS.miniprogram,
    timers: 'when-fired',
  })
  const browser = await launchBrowser()
  try {
    const page = await browser.newPage()
    const first = async () => {
      // What the SDK keeps would spare the call.
      await page.evaluate('localStorage.clear()')
      await page.goto(`${world.url}/simulator/?person=alice&app=shop`)
      await page.getByText('联合身份 UnionID').waitFor()
    }
    const empty = () => page.goto(`${world.url}/health`)
    await empty()
    await first()
    const pages: number[] = []
    const empties: number[] = []
    // Interleaved, so that a slow minute of the machine meets both.
    for (let run = 0; run < PAGES; run++) {
      empties.push(...(await timings(1, empty)))
      pages.push(...(await timings(1, first)))
    }
    return {
      bytes: await miniprogramSizes(),
      pageMs: Math.round(median(pages)),
      timesEmptyPage: Math.round(median(pages) / median(empties)),
    }
  } finally {
    await browser.close()
    await world.close()
  }
}
