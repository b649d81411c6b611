import { rmSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { fixtureProject } from '../fixtureProject.ts'
import { createChangeStream } from './changes.ts'
import { createLatestBuild } from './latestBuild.ts'

it('tells who follows of changes, in folders made meanwhile too, and of styles what they are', async () => {
  const project = fixtureProject({ 'pages/a.wxss': '.a {}' })
  const build = createLatestBuild(project.root, {
    onProblem: () => undefined,
    onNotice: () => undefined,
    otherHosts: 'refuse',
  })
  const changes = createChangeStream(project.root, async () => ({ id: build.current().id }), build.next)
  const reader = changes.open().getReader()
  const read = async (): Promise<{ id: string; previous?: string; styles?: Record<string, string> }> => {
    const { value } = await reader.read()
    const [event, data = ''] = new TextDecoder().decode(value).split('\ndata: ')
    expect(event).toBe('event: build')
    return JSON.parse(data)
  }
  const first = await read()
  expect(first).toEqual({ id: build.current().id })
  project.write({ 'pages/a.wxss': '.abc {}' })
  const second = await read()
  expect(second).toEqual({
    id: build.current().id,
    previous: first.id,
    styles: { 'pages/a': '.__scope__abc {}' },
  })
  project.write({ 'images/deep/first.svg': '<svg/>' })
  const third = await read()
  expect(third).toEqual({ id: build.current().id, previous: second.id })
  project.write({ 'images/deep/first.svg': '<svg></svg>' })
  expect((await read()).previous).toBe(third.id)
  rmSync(path.join(project.root, 'images'), { recursive: true })
  expect(await read()).not.toHaveProperty('styles')
  await reader.cancel()
  changes.close()
  await build.close()
  project.remove()
})
