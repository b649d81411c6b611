import { readdirSync, readFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import type { Secret } from '../../cloudfunctions/common/base/secret.ts'

/** A function as it is to be in the cloud. */
export interface FunctionDeployment {
  readonly name: string
  /** Absolute path of what is uploaded. */
  readonly folder: string
  readonly handler: string
  /** Of a function that is there already it cannot be changed. */
  readonly runtime: string
  readonly timeoutSeconds: number
  readonly memoryMb: number
  readonly triggers: readonly { readonly name: string; readonly cron: string }[]
  /** All variables of the function, and their values. */
  readonly variables: Readonly<Record<string, Secret<string>>>
}

/** The files that are uploaded, by their path with forward slashes. */
export const filesToUpload = (folder: string): ReadonlyMap<string, Buffer> =>
  new Map(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((file) => [relative(folder, file).split(sep).join('/'), readFileSync(file)]),
  )
