import type { FunctionDeployment } from './functionDeployment.ts'

/** Where the code is beside the configuration: `tcb` takes no absolute path. */
export const FUNCTION_ROOT = 'functions'

/** Variables of the process of `tcb` itself: no function can have its own of the same name. */
const RESERVED =
  /^(PATH|HOME|USERPROFILE|SYSTEMROOT|TMPDIR|TEMP|TMP|NO_COLOR|https?_proxy|no_proxy|(NODE|TCB|CLOUDBASE)_.*)$/i

/**
 * What becomes something else on its way through the templates of `tcb`: it fills them in before it reads JSON, takes
 * a value that looks like JSON apart, and makes nothing of a variable that is not set (@cloudbase/cli 2.12.10).
 */
const isSpoiled = (value: string): boolean => JSON.stringify(value) !== `"${value}"` || /^\s*[[{]/.test(value)

/** @throws Error that names the variable and never its value */
const checkVariable = (name: string, value: string): void => {
  if (!/^[A-Za-z]\w*$/.test(name)) throw new Error(`${name} is no name of a variable`)
  if (RESERVED.test(name))
    throw new Error(`the variable ${name} is one that tcb itself looks at: choose another name`)
  if (value === '') throw new Error(`the variable ${name} is empty`)
  if (isSpoiled(value))
    throw new Error(
      `the variable ${name} holds quotation marks, backslashes, line breaks or JSON, which tcb cannot send`,
    )
}

/**
 * The cloudbaserc.json of one function. It holds names of variables; their values are in the environment of `tcb`.
 * @throws Error that says what `tcb` would get wrong without a word
 */
export const tcbConfig = (env: string, deployment: FunctionDeployment): unknown => {
  const { name, variables } = deployment
  for (const [variable, value] of Object.entries(variables)) checkVariable(variable, value.reveal())
  return {
    version: '2.0',
    envId: env,
    functionRoot: FUNCTION_ROOT,
    functions: [
      {
        name,
        handler: deployment.handler,
        runtime: deployment.runtime,
        timeout: deployment.timeoutSeconds,
        memorySize: deployment.memoryMb,
        installDependency: false,
        envVariables: Object.fromEntries(Object.keys(variables).map((key) => [key, `{{env.${key}}}`])),
        triggers: deployment.triggers.map((one) => ({ name: one.name, type: 'timer', config: one.cron })),
      },
    ],
  }
}
