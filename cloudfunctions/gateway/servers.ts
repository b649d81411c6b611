import type { ApiClient } from '../common/base/gateway.ts'
import type { ImportCall } from '../common/flows/import/call.ts'
import { factsOfRows } from '../common/flows/import/facts.ts'
import {
  backfillState,
  migrationState,
  startBackfill,
  startMigration,
} from '../common/flows/import/longWork.ts'
import { importRows } from '../common/flows/import/rows.ts'
import { resolveIds, resolveUsers } from '../common/flows/resolve.ts'
import { BackfillRequestSchema, MigrationRequestSchema } from '../common/routes/importRequest.ts'
import { ImportRequestSchema } from '../common/routes/importRow.ts'
import { ResolveIdsSchema, ResolveUsersSchema } from '../common/routes/resolveRequest.ts'
import type { HttpCall } from '../common/runtime/http.ts'
import type { Described } from './describe.ts'
import type { Gate } from './gate.ts'
import { json, query, withKey } from './gate.ts'

const importCallOf = ({ config, secretOf }: Gate, call: HttpCall, { name }: ApiClient): ImportCall => ({
  ports: call.ports,
  config,
  secret: secretOf(config.secret),
  now: call.arrivedAt,
  by: name,
})

const resolving = (gate: Gate): readonly Described[] => [
  withKey(gate, 'resolve', {
    method: 'POST',
    path: '/resolve/ids',
    summary: 'Which users openids and unionids belong to now',
    reply: 'resolvedIds',
    ...json(ResolveIdsSchema, async (body, { call: { ports } }) => ({
      json: await resolveIds({ ports, config: gate.config }, body),
    })),
  }),
  withKey(gate, 'reveal', {
    method: 'POST',
    path: '/resolve/users',
    summary: 'The openids and unionids of users, who may have been merged since',
    reply: 'resolvedUsers',
    ...json(ResolveUsersSchema, async (body, { call: { ports } }) => ({
      json: await resolveUsers({ ports, config: gate.config }, body),
    })),
  }),
]

const importing = (gate: Gate): readonly Described[] => [
  withKey(gate, 'import', {
    method: 'POST',
    path: '/import/rows',
    summary: 'Take in legacy users; the same rows again change nothing',
    reply: 'imported',
    ...json(ImportRequestSchema, async ({ rows }, { call, who }) => {
      call.note({ rows: rows.length })
      return { json: await importRows(importCallOf(gate, call, who), rows) }
    }),
  }),
  withKey(gate, 'import', {
    method: 'POST',
    path: '/import/facts',
    summary: 'What is stored about these rows: a dry run decides by it',
    reply: 'facts',
    ...json(ImportRequestSchema, async ({ rows }, { call, who }) => ({
      json: await factsOfRows(importCallOf(gate, call, who), rows),
    })),
  }),
  withKey(gate, 'import', {
    method: 'POST',
    path: '/import/followers',
    summary: 'Read all followers of an official account, in the background',
    reply: 'figures',
    ...json(BackfillRequestSchema, async ({ app }, { call, who }) => ({
      json: await startBackfill(importCallOf(gate, call, who), app),
    })),
  }),
  withKey(gate, 'import', {
    method: 'GET',
    path: '/import/followers',
    summary: 'How far the reading of followers has got',
    reply: 'figures',
    ...query(BackfillRequestSchema, async ({ app }, { call, who }) => ({
      json: await backfillState(importCallOf(gate, call, who), app),
    })),
  }),
  withKey(gate, 'import', {
    method: 'POST',
    path: '/import/migrations',
    summary: 'Give everybody the openid that they have after the migration of an official account',
    reply: 'figures',
    ...json(MigrationRequestSchema, async (accounts, { call, who }) => ({
      json: await startMigration(importCallOf(gate, call, who), accounts),
    })),
  }),
  withKey(gate, 'import', {
    method: 'GET',
    path: '/import/migrations',
    summary: 'How far a migration has got',
    reply: 'figures',
    ...query(MigrationRequestSchema, async (accounts, { call, who }) => ({
      json: await migrationState(importCallOf(gate, call, who), accounts),
    })),
  }),
]

/** For the company's own servers, and for its operators. */
export const serverEndpoints = (gate: Gate): readonly Described[] => [...resolving(gate), ...importing(gate)]
