/**
 * The commands of the CloudBase CLI that the probe needs, and what they print. Formats: @cloudbase/cli 2.12.10
 * dist/standalone/cli.js. Its exit code says nothing: it is 0 after most failures too.
 */

export const PROBE = 'oneid-conformance'

/** The CLI finds it in the folder where it runs. Sixty seconds are what the console offers at most. */
export const deploymentConfig = (env: string): unknown => ({
  version: '2.0',
  envId: env,
  functionRoot: '.',
  functions: [
    {
      name: PROBE,
      handler: 'index.main',
      runtime: 'Nodejs18.15',
      timeout: 60,
      memorySize: 512,
      installDependency: false,
    },
  ],
})

export const deployCommand = (env: string): readonly string[] => [
  ...['fn', 'deploy', PROBE, '-e', env],
  ...['--yes', '--deployMode', 'zip'],
]

export const invokeCommand = (env: string, event: unknown): readonly string[] => [
  ...['fn', 'invoke', PROBE, '-e', env],
  ...['--params', JSON.stringify(event)],
]

export const deleteCommand = (env: string): readonly string[] => ['fn', 'delete', PROBE, '-e', env]

/** Colours, and the spinner that rewrites its line. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: terminals are controlled by them
const plain = (output: string): string => output.replace(/\u001b\[[0-9;?]*[A-Za-z]/g, '')

/** The CLI speaks Chinese or English; the marks are the same. */
const FAILED = /✖|失败|无有效身份信息|No valid identity|\bfailed\b/i
const SUCCEEDED = /✔|成功|success/i

/**
 * Whether a command did what it was asked for.
 * @throws Error with all that it printed
 */
export const requireSuccess = (command: readonly string[], output: string): void => {
  const text = plain(output)
  if (!FAILED.test(text) && SUCCEEDED.test(text)) return
  throw new Error(`tcb ${command.join(' ')} did not succeed:\n${text.trim() || '(it printed nothing)'}`)
}

/**
 * What the function returned: the one line of `fn invoke` that holds the probe's own field, whatever the language of
 * the words around it.
 * @throws Error with all that was printed when the function failed
 */
export const readInvocation = (output: string): unknown => {
  const found = /\{"conformance":"[A-Za-z0-9+/=]*"\}/.exec(plain(output))
  if (found !== null) return JSON.parse(found[0])
  throw new Error(`tcb fn invoke ${PROBE} answered no result of the probe:\n${plain(output).trim()}`)
}
