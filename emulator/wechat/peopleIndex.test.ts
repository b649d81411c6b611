import { describe, expect, it } from 'vitest'
import { openidOf } from './ids.ts'
import { createPeopleIndex } from './peopleIndex.ts'
import { openTables } from './tables.ts'
import { openState, tieKey } from './worldState.ts'

const NEWS = 'wx0000000000000004'
const DAILY = 'wx0000000000000005'

/** A state with these people, and an index over it that counts how many were looked at by key. */
const open = (...ids: readonly string[]) => {
  const state = openState(openTables('memory'))
  const come = (id: string, name = id) => state.people.put(id, { id, name })
  for (const id of ids) come(id)
  const follow = (personId: string, appid = NEWS) => {
    const tie = { personId, appid }
    state.follows.put(tieKey(tie), tie)
  }
  let asked = 0
  const follows = {
    ...state.follows,
    get: (key: string) => {
      asked += 1
      return state.follows.get(key)
    },
  }
  const index = createPeopleIndex({ people: state.people, follows })
  return { state, index, come, follow, asked: () => asked }
}

describe('followers', () => {
  it('come in the order of people, whoever followed first', () => {
    const { index, follow } = open('alice', 'bob', 'carol')
    for (const id of ['carol', 'alice']) follow(id)
    follow('bob', DAILY)
    expect(index.followers(NEWS)).toEqual(['alice', 'carol'])
    expect(index.followers(DAILY)).toEqual(['bob'])
  })

  it('are not looked for again before something has changed', () => {
    const { index, follow, asked } = open('alice', 'bob')
    follow('alice')
    const first = index.followers(NEWS)
    expect(index.followers(NEWS)).toBe(first)
    expect(asked()).toBe(2)
    follow('bob')
    index.followersChanged(DAILY)
    expect(index.followers(NEWS)).toBe(first)
    index.followersChanged(NEWS)
    expect(index.followers(NEWS)).toEqual(['alice', 'bob'])
  })

  it('may have come since', () => {
    const { index, come, follow } = open('alice')
    expect([index.followers(NEWS), index.people()]).toEqual([[], [{ id: 'alice', name: 'alice' }]])
    come('dave')
    follow('dave')
    index.peopleChanged()
    expect([index.followers(NEWS), index.people().length]).toEqual([['dave'], 2])
  })
})

describe('the owner of an openid', () => {
  it('is found in every order, in the one app alone', () => {
    const { index } = open('alice', 'bob', 'carol')
    for (const id of ['carol', 'alice', 'bob', 'alice']) {
      expect(index.owner(NEWS, openidOf(NEWS, id))).toEqual({ id, name: id })
      expect(index.owner(DAILY, openidOf(NEWS, id))).toBeUndefined()
    }
  })

  it('may come after it was asked for, and change', () => {
    const { index, come } = open('alice')
    const openid = openidOf(NEWS, 'dave')
    expect(index.owner(NEWS, openid)).toBeUndefined()
    come('dave')
    index.peopleChanged()
    expect(index.owner(NEWS, openid)).toEqual({ id: 'dave', name: 'dave' })
    come('dave', 'David')
    index.peopleChanged()
    expect(index.owner(NEWS, openid)).toEqual({ id: 'dave', name: 'David' })
  })

  it('is known of an openid that was given out before anybody was looked for', () => {
    const { index } = open('alice', 'bob')
    expect(index.openid(NEWS, 'bob')).toBe(openidOf(NEWS, 'bob'))
    for (const id of ['bob', 'alice']) expect(index.owner(NEWS, openidOf(NEWS, id))).toMatchObject({ id })
  })

  it('is nobody when everything is forgotten and they are gone', () => {
    const { state, index, follow } = open('alice', 'bob')
    follow('bob')
    const openid = index.openid(NEWS, 'bob')
    expect(index.followers(NEWS)).toEqual(['bob'])
    state.people.remove('bob')
    index.forget()
    expect(index.owner(NEWS, openid)).toBeUndefined()
    expect(index.followers(NEWS)).toEqual([])
    expect(index.people()).toEqual([{ id: 'alice', name: 'alice' }])
  })
})
