import * as v from 'valibot'
import { readProject } from '../../emulator/cli/project.ts'
import type { CallRecord } from '../../emulator/cloudbase/calls.ts'
import type { TestWorld } from '../../emulator/testkit/createWorld.ts'
import { openidOf, unionidOf } from '../../emulator/wechat/ids.ts'
import { localKey, withLocalSecrets } from '../../scripts/project/localSecrets.ts'
import { PROJECT_ROOT } from '../../scripts/project/paths.ts'
import { sampleWorld } from '../../scripts/project/sampleWorld.ts'
import type { Answer } from './answer.ts'

/**
 * A12: what has left the gateway, in answers and in the log, and what of it should not have. A session_key forges
 * phone numbers, an AppSecret everything; raw ids follow people from app to app.
 */
export interface Abroad {
  readonly hear: (path: string, answer: Answer) => void
  /** What should have stayed inside, each with the place where it was seen. */
  readonly leaks: () => readonly string[]
}

/** Answers in which a server is told raw ids, because it has a key for that. */
const REVEALING = '/resolve/users'

/** 16 bytes in base64 (session_key), and the tokens that the simulated WeChat gives out. */
const SHAPES = [/(?<![A-Za-z0-9+/])[A-Za-z0-9+/]{22}==(?![A-Za-z0-9+/=])/, /\bLOCAL_[A-Za-z0-9_-]{16,}/]

const TokensSchema = v.object({
  accessToken: v.optional(v.string()),
  refreshToken: v.optional(v.string()),
})

/** What the environment of `gateway` holds, but for its address. */
const secretsOfGateway = async (): Promise<readonly string[]> => {
  const { apps } = await sampleWorld()
  const { environment = {} } =
    withLocalSecrets(readProject(PROJECT_ROOT).functionSettings, { apps })['gateway'] ?? {}
  const secrets = Object.entries(environment).filter(([name]) => name !== 'ONEID_GATEWAY_URL')
  return [...secrets.map(([, value]) => value), localKey('crm'), localKey('operator')]
}

const rawIds = async (): Promise<readonly string[]> => {
  const { apps, people } = await sampleWorld()
  const ids = people.flatMap(({ id }) =>
    apps.flatMap(({ appid, openPlatformId }) => [
      openidOf(appid, id),
      ...(openPlatformId === null ? [] : [unionidOf(openPlatformId, id)]),
    ]),
  )
  return [...new Set(ids)]
}

/** What was issued to a client and is nobody else's: no log may hold it. */
const issuedIn = ({ body, headers }: Answer): readonly string[] => {
  const tokens = v.safeParse(TokensSchema, body)
  const { accessToken, refreshToken } = tokens.success ? tokens.output : {}
  const location = headers.get('location') ?? ''
  const query = URL.canParse(location) ? new URL(location).searchParams : new URLSearchParams()
  const cookies = headers.getSetCookie().map((cookie) => cookie.split(';')[0]?.split('=')[1])
  return [accessToken, refreshToken, query.get('ticket'), query.get('state'), ...cookies].flatMap(
    (text) => text || [],
  )
}

/** Listens to a world from its beginning; the people and apps are those of the sample. */
export const listenAbroad = async (world: Pick<TestWorld, 'calls'>): Promise<Abroad> => {
  const inside = await secretsOfGateway()
  const raw = await rawIds()
  const answers: { readonly path: string; readonly text: string }[] = []
  const records = new Set<CallRecord>()
  const issued = new Set<string>()
  const remember = (): void => {
    for (const record of world.calls().slice(-20)) if (record.function === 'gateway') records.add(record)
  }
  const seen = (place: string, text: string, secrets: readonly string[]): readonly string[] => [
    ...secrets.filter((secret) => text.includes(secret)).map((secret) => `${place}: ${secret}`),
    ...SHAPES.flatMap((shape) => shape.exec(text)?.[0] ?? []).map((found) => `${place}: ${found}`),
  ]
  return {
    hear: (path, answer) => {
      remember()
      for (const text of issuedIn(answer)) issued.add(text)
      answers.push({ path, text: JSON.stringify([answer.body, [...answer.headers]]) })
    },
    leaks: () => {
      remember()
      const logs = [...records].flatMap((record) => record.logs.map(({ text }) => text))
      return [
        ...answers.flatMap(({ path, text }) =>
          seen(`answer of ${path}`, text, path.startsWith(REVEALING) ? inside : [...inside, ...raw]),
        ),
        ...logs.flatMap((text) => seen('log', text, [...inside, ...raw, ...issued])),
      ]
    },
  }
}
