import { expect, it } from 'vitest'
import { completeChoice, findChoice } from './choice.ts'

const facts = {
  people: [
    { id: 'alice', name: 'Alice' },
    { id: 'bob', name: 'Bob' },
  ],
  apps: [
    { appid: 'wx1', alias: 'shop' },
    { appid: 'wx2', alias: 'club' },
  ],
}
const choose = (query: string) => {
  const parameters = new URLSearchParams(query)
  return completeChoice(findChoice(parameters, facts), parameters)
}

it('is the first of both unless the query says otherwise', () => {
  expect(choose('')).toEqual({ person: facts.people[0], app: facts.apps[0] })
  expect(choose('person=bob&app=club')).toEqual({ person: facts.people[1], app: facts.apps[1] })
  expect(choose('app=wx2').app.alias).toBe('club')
})

it('says who or what is not there', () => {
  expect(() => choose('person=zed')).toThrow('no person "zed"')
  expect(() => choose('app=zed')).toThrow('no app "zed"')
})
