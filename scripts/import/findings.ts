import * as v from 'valibot'
import type { Scratch } from './scratch.ts'

/** What somebody must look at, with the businessUserIds of the first few. */
export interface Finding {
  readonly count: number
  readonly examples: readonly string[]
}

export interface Findings {
  /** One businessUserId, several users: the company says one person, and nothing proves it. */
  readonly severalUsers: Finding
  /** One user, several businessUserIds: two legacy accounts turned out to be one person. */
  readonly severalAccounts: Finding
}

/** Which users the company's people are; kept on disk. */
export interface People {
  readonly note: (pairs: readonly (readonly [businessUserId: string, user: string])[]) => void
  /** One user has become another. */
  readonly becomes: (pairs: readonly (readonly [from: string, into: string])[]) => void
  readonly find: () => Findings
}

export const PEOPLE_TABLES = `
  create table links (business text, user text, primary key (business, user)) without rowid;
  create table aliases (user text primary key, heir text not null) without rowid;`

const EXAMPLES_AT_MOST = 20

const CountSchema = v.object({ count: v.number() })
const ExamplesSchema = v.array(v.object({ example: v.string() }))

/** Users become the ones that they were merged into, over any number of merges. */
const followMerges = ({ db }: Scratch): void => {
  const rePoint = db.prepare(
    `update or ignore links set user = (select heir from aliases where aliases.user = links.user)
     where user in (select user from aliases)`,
  )
  while (rePoint.run().changes > 0);
  // What is left has the same businessUserId as its heir.
  db.exec('delete from links where user in (select user from aliases)')
}

export const openPeople = (scratch: Scratch): People => {
  const { db } = scratch
  const note = db.prepare(
    `insert or ignore into links select json_extract(value, '$[0]'), json_extract(value, '$[1]') from json_each(?)`,
  )
  const becomes = db.prepare(
    `insert or replace into aliases select json_extract(value, '$[0]'), json_extract(value, '$[1]') from json_each(?)`,
  )
  const findingOf = (groups: string): Finding => ({
    count: v.parse(CountSchema, db.prepare(`select count(*) as count from (${groups})`).get()).count,
    examples: v
      .parse(ExamplesSchema, db.prepare(`${groups} order by example limit ${EXAMPLES_AT_MOST}`).all())
      .map(({ example }) => example),
  })
  return {
    note: (pairs) => void (pairs.length > 0 && note.run(JSON.stringify(pairs))),
    becomes: (pairs) => void (pairs.length > 0 && becomes.run(JSON.stringify(pairs))),
    find: () => {
      followMerges(scratch)
      db.exec('create index if not exists links_of_user on links (user)')
      return {
        severalUsers: findingOf(
          'select business as example from links group by business having count(*) > 1',
        ),
        severalAccounts: findingOf(
          `select group_concat(business, ' + ') as example from links group by user having count(*) > 1`,
        ),
      }
    },
  }
}
