import { createReadStream, existsSync } from 'node:fs'
import * as v from 'valibot'
import { readCsvRecord } from './csvRecord.ts'
import { FactsReplySchema } from './facts.ts'
import type { RowOutcome } from './figures.ts'
import type { Findings } from './findings.ts'
import { openPeople, PEOPLE_TABLES } from './findings.ts'
import type { ReadRow } from './format.ts'
import type { LegacyRow } from './row.ts'
import type { Scratch } from './scratch.ts'
import { openScratch } from './scratch.ts'
import { readItems } from './stream.ts'
import type { FileWork } from './work.ts'

/** Which user each of the company's people got (`<file>.oneid-users.csv`). */
export const usersPath = (file: string): string => `${file}.oneid-users.csv`

export const USERS_COLUMNS = ['businessUserId', 'app', 'openid', 'userId', 'outcome'] as const

export const userLines = (
  rows: readonly LegacyRow[],
  outcomes: readonly RowOutcome[],
): readonly (readonly string[])[] =>
  rows.flatMap(({ businessUserId, app, openid }, at) => {
    const result = outcomes[at]
    if (businessUserId === undefined || result === undefined) return []
    return [[businessUserId, app.alias, openid, 'userId' in result ? result.userId : '', result.outcome]]
  })

const readUserLine: ReadRow<readonly string[]> = (bytes, at, isLast) => {
  const found = readCsvRecord(bytes, at, ','.charCodeAt(0), isLast)
  if (found === 'more') return found
  const { fields, ...rest } = found
  return { ...rest, values: fields }
}

const SAMPLE_TABLE = 'create table samples (user text primary key, app text, openid text) without rowid;'

const SampleRowsSchema = v.array(v.object({ user: v.string(), app: v.string(), openid: v.string() }))

/** As many as one call takes. */
const SAMPLES_PER_CALL = 500

/** Asks who users are by now, each by one identity: a later row may have merged the user of an earlier one. */
const followMerges = async (
  { gateway, surroundings: { stop } }: FileWork,
  { db }: Scratch,
  becomes: (pairs: readonly (readonly [string, string])[]) => void,
): Promise<void> => {
  const select = db.prepare(
    `select user, app, openid from samples where user > ? order by user limit ${SAMPLES_PER_CALL}`,
  )
  for (let last = ''; !stop.aborted; ) {
    const samples = v.parse(SampleRowsSchema, select.all(last))
    const end = samples.at(-1)
    if (end === undefined) return
    const rows = samples.map(({ app, openid }) => ({ app, openid }))
    const { facts } = await gateway.post('/import/facts', { rows }, FactsReplySchema)
    becomes(
      samples.flatMap(({ user }, at): [string, string][] => {
        const current = facts[at]?.identity?.user.userId
        return current === undefined || current === user ? [] : [[user, current]]
      }),
    )
    last = end.user
  }
}

/**
 * What people must look at after an import. Read back from the file, so that it covers the runs before a resumption.
 * @param merges whether any rows merged users
 */
export const findingsOfUsers = async (work: FileWork, merges: boolean): Promise<Findings> => {
  const scratch = openScratch(PEOPLE_TABLES + SAMPLE_TABLE)
  try {
    const { db } = scratch
    const people = openPeople(scratch)
    const sample = db.prepare(
      `insert or ignore into samples
       select json_extract(value, '$[3]'), json_extract(value, '$[1]'), json_extract(value, '$[2]') from json_each(?)`,
    )
    const path = usersPath(work.file.path)
    if (!existsSync(path)) return people.find()
    for await (const items of readItems(createReadStream(path), readUserLine, { offset: 0, line: 1 })) {
      const lines = items.flatMap(({ line, values = [] }) => (line === 1 || !values[3] ? [] : [values]))
      db.exec('begin')
      people.note(lines.map(([business = '', , , user = '']): [string, string] => [business, user]))
      if (merges) sample.run(JSON.stringify(lines))
      db.exec('commit')
    }
    if (merges) await followMerges(work, scratch, people.becomes)
    return people.find()
  } finally {
    scratch.close()
  }
}
