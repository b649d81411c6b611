import { expect, it } from 'vitest'
import { createEventChannel } from './eventChannel.ts'

it('carries what one end emits to the listeners of the other', () => {
  const heard: unknown[] = []
  const { opener, opened } = createEventChannel({
    picked: (...given: unknown[]) => heard.push(['picked', ...given]),
  })
  opened.on('filled', (value) => heard.push(['filled', value]))
  opened.emit('picked', 1, 2)
  opener.emit('filled', 3)
  opener.emit('picked', 'by itself')
  expect(heard).toEqual([
    ['picked', 1, 2],
    ['filled', 3],
  ])
})

it('forgets a listener after once, after off, and all of an event', () => {
  const heard: unknown[] = []
  const { opener, opened } = createEventChannel(undefined)
  const kept = (value: unknown): void => {
    heard.push(value)
  }
  opened.once('a', kept)
  opened.on('b', kept)
  opened.on('c', kept)
  opened.on('c', kept)
  opened.off('b', kept)
  opened.off('c')
  for (const event of ['a', 'a', 'b', 'c']) opener.emit(event, event)
  expect(heard).toEqual(['a'])
})
