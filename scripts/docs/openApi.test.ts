import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { inProject } from '../project/paths.ts'
import { describedEndpoints, openApi } from './openApi.ts'

it('docs/openapi.json is what the endpoints print (npm run docs)', () => {
  // A checkout on Windows may have other line ends.
  const file = readFileSync(inProject('docs', 'openapi.json'), 'utf8').replaceAll('\r\n', '\n')
  expect(file).toBe(openApi())
})

it('describes every endpoint, under a name of its own', () => {
  const { paths } = JSON.parse(openApi())
  const described = Object.values<Record<string, { operationId: string }>>(paths).flatMap((operations) =>
    Object.values(operations),
  )
  expect(described).toHaveLength(describedEndpoints().length)
  expect(new Set(described.map(({ operationId }) => operationId)).size).toBe(described.length)
})

it('says of a field what the schema says that reads it', () => {
  const { paths } = JSON.parse(openApi())
  const { schema } = paths['/sessions/refresh'].post.requestBody.content['application/json']
  expect(schema).toMatchObject({
    required: ['app', 'refreshToken'],
    properties: { app: { type: 'string', pattern: '^[a-z][a-z0-9-]{0,31}$' } },
  })
  expect(paths['/oauth/{app}/start'].get.parameters).toMatchObject([
    { name: 'app', in: 'path' },
    { name: 'redirect', in: 'query', required: true },
    { name: 'challenge', in: 'query', required: true },
    { name: 'consent', in: 'query', required: false },
  ])
})
