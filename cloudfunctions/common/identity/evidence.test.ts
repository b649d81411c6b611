import { expect, it } from 'vitest'
import { isHearsay, ROUTES } from './evidence.ts'

it('followers and imported rows were told of; everybody else was there', () => {
  expect(ROUTES.filter(isHearsay)).toEqual(['follower', 'import'])
})
