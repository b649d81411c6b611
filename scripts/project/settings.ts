import * as v from 'valibot'
import type { FunctionSettings } from '../../emulator/cloudbase/functions/index.ts'
import { inProject, PATHS, readJson } from './paths.ts'

/** The collections of schema.json, as they are posted to the control API. */
export const readSchema = (): Promise<unknown> => readJson(PATHS.schema)

const CloudbaseRcSchema = v.object({
  functions: v.array(
    v.object({ name: v.string(), timeout: v.optional(v.number()), memorySize: v.optional(v.number()) }),
  ),
})

/** Time-out and memory of each function, from cloudbaserc.json. */
export const functionSettings = async (): Promise<Record<string, FunctionSettings>> => {
  const { functions } = v.parse(CloudbaseRcSchema, await readJson(inProject('cloudbaserc.json')))
  return Object.fromEntries(
    functions.map(({ name, timeout, memorySize }) => [
      name,
      {
        ...(timeout !== undefined && { timeoutSeconds: timeout }),
        ...(memorySize !== undefined && { memoryMb: memorySize }),
      },
    ]),
  )
}
