import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as v from 'valibot'
import { PROJECT_ROOT } from '../project/paths.ts'

/** A command of an installed package, run in the house or in another folder. A tool that hangs is ended. */
interface ToolCall {
  readonly packageName: string
  readonly command: string
  readonly args: readonly string[]
  readonly folder?: string
  readonly limitSeconds?: number
}

/** How a tool ended. `output` is what it wrote to both streams, as it came; a result to be parsed is in `stdout`. */
interface ToolRun {
  readonly code: number
  readonly stdout: string
  readonly output: string
}

const PackageWithBin = v.object({
  bin: v.union([v.string(), v.record(v.string(), v.string())]),
})

/**
 * The JavaScript file behind a package's command. The links in node_modules/.bin are shell scripts on Windows and
 * would need a shell; the file itself runs with this Node everywhere.
 */
function commandFile({ packageName, command }: ToolCall): string {
  const folder = join(PROJECT_ROOT, 'node_modules', ...packageName.split('/'))
  const { bin } = v.parse(PackageWithBin, JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')))
  const file = typeof bin === 'string' ? bin : bin[command]
  if (file === undefined) throw new Error(`${packageName} has no command "${command}"`)
  return join(folder, file)
}

/** A tool writes into a pipe, so it cannot see whether its output ends in a terminal. */
const colours = process.stdout.isTTY ? { FORCE_COLOR: '1' } : { NO_COLOR: '1' }

/** Runs a command of an installed package, without a shell and without input. */
export function runTool(call: ToolCall): Promise<ToolRun> {
  const limitSeconds = call.limitSeconds ?? 300
  const file = commandFile(call)
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [file, ...call.args], {
      cwd: call.folder ?? PROJECT_ROOT,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...colours },
      timeout: limitSeconds * 1000,
    })
    let stdout = ''
    let output = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text
      output += text
    })
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      output += text
    })
    child.on('error', (error) => resolve({ code: 1, stdout, output: `${output}${error.message}\n` }))
    child.on('close', (code, signal) => {
      const stopped =
        signal === null ? '' : `${call.command} was ended by ${signal} (limit: ${limitSeconds} s)\n`
      resolve({ code: code ?? 1, stdout, output: output + stopped })
    })
  })
}
