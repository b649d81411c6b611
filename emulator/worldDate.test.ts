import { describe, expect, it } from 'vitest'
import { makeWorldDate } from './worldDate.ts'

const NOON = Date.UTC(2026, 10, 20, 12)
const WorldDate = makeWorldDate(Date, () => NOON)

describe('a Date that follows the world clock', () => {
  it('answers world time wherever the engine would answer real time', () => {
    expect(WorldDate.now()).toBe(NOON)
    expect(new WorldDate().getTime()).toBe(NOON)
    expect(new Date(WorldDate()).getTime()).toBe(NOON)
  })

  it('leaves given instants alone', () => {
    expect(new WorldDate(0).toISOString()).toBe('1970-01-01T00:00:00.000Z')
    expect(new WorldDate('2021-02-23').getTime()).toBe(Date.UTC(2021, 1, 23))
    expect(WorldDate.UTC(2021, 1, 23)).toBe(Date.UTC(2021, 1, 23))
    expect(WorldDate.parse('2021-02-23')).toBe(Date.UTC(2021, 1, 23))
  })

  it('is the same class as the real one', () => {
    expect(new WorldDate()).toBeInstanceOf(Date)
    expect(new Date()).toBeInstanceOf(WorldDate)
    class Moment extends WorldDate {
      readonly named = true
    }
    expect(new Moment().getTime()).toBe(NOON)
    expect(new Moment()).toBeInstanceOf(Moment)
  })
})
