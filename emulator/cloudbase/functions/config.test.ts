import { afterAll, describe, expect, it } from 'vitest'
import { permissionsOf, triggersOf } from './config.ts'
import { createTestFunctions } from './testing.ts'

const project = createTestFunctions({
  'pays/config.json': JSON.stringify({
    permissions: { openapi: ['auth.getPaidUnionId'] },
    triggers: [{ name: 'sweep', type: 'timer', config: '0 */10 * * * * *' }],
  }),
  'bare/index.js': '',
  'empty/config.json': '{}',
  'comma/config.json': '{"triggers": [],}',
  'named/config.json': '{"triggers": [{"name": "1st", "type": "timer", "config": "* * * * * * *"}]}',
  'typed/config.json': '{"triggers": [{"name": "cos", "type": "cos", "config": "* * * * * * *"}]}',
  'listed/config.json': '{"permissions": {"openapi": "all"}}',
})
afterAll(project.end)

describe('config.json', () => {
  it('lists cloud calls and timers', () => {
    expect(permissionsOf(project.root, 'pays')).toEqual(['auth.getPaidUnionId'])
    expect(triggersOf(project.root, 'pays')).toEqual([
      { name: 'sweep', type: 'timer', config: '0 */10 * * * * *' },
    ])
  })

  it.each(['bare', 'empty'])('of %s permits nothing', (name) => {
    expect(permissionsOf(project.root, name)).toEqual([])
    expect(triggersOf(project.root, name)).toEqual([])
  })

  it.each([
    ['comma', /comma.config\.json: .*JSON/],
    ['named', /named.config\.json: triggers\.0\.name: a name begins with a letter/],
    ['typed', /typed.config\.json: triggers\.0\.type: the only type is "timer"/],
    ['listed', /listed.config\.json: permissions\.openapi: /],
  ])('of %s names the file and the field', (name, words) => {
    expect(() => triggersOf(project.root, name)).toThrow(words)
  })
})
