import { describe, expect, it } from 'vitest'
import { Secret } from '../../cloudfunctions/common/base/secret.ts'
import type { FunctionDeployment } from './functionDeployment.ts'
import { tcbConfig } from './tcbConfig.ts'

const deployment = (variables: Readonly<Record<string, string>>): FunctionDeployment => ({
  name: 'jobs',
  folder: '/somewhere/jobs',
  handler: 'index.main',
  runtime: 'Nodejs20.19',
  timeoutSeconds: 60,
  memoryMb: 256,
  triggers: [{ name: 'every-minute', cron: '0 * * * * * *' }],
  variables: Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, new Secret(value)])),
})

describe('cloudbaserc.json', () => {
  it('names what a function has, and no value of a variable', () => {
    expect(tcbConfig('shop-1', deployment({ ONEID_SECRET: 'the value' }))).toEqual({
      version: '2.0',
      envId: 'shop-1',
      functionRoot: 'functions',
      functions: [
        {
          name: 'jobs',
          handler: 'index.main',
          runtime: 'Nodejs20.19',
          timeout: 60,
          memorySize: 256,
          installDependency: false,
          envVariables: { ONEID_SECRET: '{{env.ONEID_SECRET}}' },
          triggers: [{ name: 'every-minute', type: 'timer', config: '0 * * * * * *' }],
        },
      ],
    })
  })

  // What the templates of @cloudbase/cli 2.12.10 make of values.
  it.each([
    ['a quotation mark', 'S', 'the "value"'],
    ['a line break', 'S', '-----BEGIN\nvalue'],
    ['a backslash', 'S', 'value\\n'],
    ['JSON', 'S', '[value]'],
    ['nothing', 'S', ''],
    ['a name of the process', 'https_proxy', 'http://value'],
    ['a name of Node', 'NODE_OPTIONS', '--value'],
    ['a name that is none', 'A-B', 'value'],
  ])('is not made with %s, and the value is not told', (_, name, value) => {
    const make = () => tcbConfig('shop-1', deployment({ [name]: value }))
    expect(make).toThrow(name)
    expect(make).not.toThrow(/value/)
  })
})
