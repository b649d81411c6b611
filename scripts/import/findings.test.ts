import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { People } from './findings.ts'
import { openPeople, PEOPLE_TABLES } from './findings.ts'
import type { Scratch } from './scratch.ts'
import { openScratch } from './scratch.ts'

let scratch: Scratch
let people: People

beforeEach(() => {
  scratch = openScratch(PEOPLE_TABLES)
  people = openPeople(scratch)
})
afterEach(() => scratch.close())

const nobody = { count: 0, examples: [] }

describe('what somebody must look at', () => {
  it('is nothing while everybody is one user', () => {
    people.note([
      ['b1', 'u1'],
      ['b1', 'u1'],
      ['b2', 'u2'],
    ])
    expect(people.find()).toEqual({ severalUsers: nobody, severalAccounts: nobody })
  })

  it('is one person with several users, and one user with several accounts', () => {
    people.note([
      ['b1', 'u1'],
      ['b1', 'u2'],
      ['b2', 'u2'],
    ])
    expect(people.find()).toEqual({
      severalUsers: { count: 1, examples: ['b1'] },
      severalAccounts: { count: 1, examples: ['b1 + b2'] },
    })
  })

  it('follows merges, one after the other', () => {
    people.note([
      ['b1', 'u1'],
      ['b1', 'u2'],
      ['b1', 'u3'],
      ['b2', 'u3'],
      ['b3', 'u1'],
    ])
    people.becomes([
      ['u1', 'u2'],
      ['u2', 'u3'],
    ])
    expect(people.find()).toEqual({
      severalUsers: nobody,
      severalAccounts: { count: 1, examples: ['b1 + b2 + b3'] },
    })
  })

  it('shows twenty and counts all', () => {
    const names = Array.from({ length: 25 }, (_, n) => `b${String(n).padStart(2, '0')}`)
    people.note(
      names.flatMap((name): [string, string][] => [
        [name, `u${name}`],
        [name, `v${name}`],
      ]),
    )
    expect(people.find().severalUsers).toEqual({ count: 25, examples: names.slice(0, 20) })
  })
})
