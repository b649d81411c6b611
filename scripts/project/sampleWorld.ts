import * as v from 'valibot'
import { readConfig } from '../../cloudfunctions/common/base/config.ts'
import { config } from '../../cloudfunctions/oneid.config.ts'
import { SAMPLE_MERCHANT } from '../../emulator/cli/projectWorld.ts'
import type { WorldDefinition } from '../../emulator/wechat/definition.ts'
import { localPush } from './localSecrets.ts'
import { inProject, readJson } from './paths.ts'

const PeopleSchema = v.array(v.object({ id: v.string(), name: v.string() }))

/** The people of scripts/sample-people.json. */
export const samplePeople = async (): Promise<WorldDefinition['people']> =>
  v.parse(PeopleSchema, await readJson(inProject('scripts', 'sample-people.json')))

/** The world of the sample: the apps of oneid.config.ts under their present bindings, with the addresses that `gateway` has here, a merchant and four people. */
export const sampleWorld = async (): Promise<WorldDefinition> => ({
  apps: readConfig(config).apps.map(({ appid, alias, kind, bindings, push }) => ({
    appid,
    alias,
    kind,
    openPlatformId: bindings.at(-1)?.openPlatform ?? null,
    // Where `gateway` is reached here: pages come back to it, and messages are sent there.
    ...((kind === 'official-account' || kind === 'website') && { domain: '127.0.0.1' }),
    ...(push !== undefined && {
      push: {
        ...localPush(appid),
        url: `/http/gateway/push/${alias}`,
        mode: push.key === undefined ? ('plain' as const) : ('secure' as const),
      },
    }),
  })),
  merchants: [SAMPLE_MERCHANT],
  people: await samplePeople(),
})
