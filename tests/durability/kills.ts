import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import * as v from 'valibot'
import { openDatabase } from '../../emulator/cloudbase/database/index.ts'
import { emptyState, play, printState, type State } from './model.ts'
import { COLLECTION, randomFrom, workload } from './workload.ts'

export interface Kill {
  readonly seed: number
  /** Operations that the child had answered. */
  readonly answered: number
  /**
   * What the file then held: exactly what was answered, also (part of) the operation in flight, or something that no
   * process may leave.
   */
  readonly left: 'answered' | 'in flight' | 'wrong'
}

const CHILD = fileURLToPath(new URL('./child.ts', import.meta.url))
const PACKAGES = fileURLToPath(new URL('../../node_modules', import.meta.url))

/** The most operations before a kill; a child does some thousands per second. */
const OPERATIONS_MAX = 300

/**
 * Starts a database in a process of its own, kills it at a random moment and compares its file with the model, again
 * and again with the same file.
 */
export async function killAgainAndAgain(times: number, firstSeed: number, fault = ''): Promise<Kill[]> {
  const folder = await mkdtemp(join(tmpdir(), 'durability-'))
  try {
    const child = join(folder, 'child.cjs')
    // In one file it starts five times as fast. libsql loads a binary and stays where it is.
    await build({
      entryPoints: [CHILD],
      outfile: child,
      bundle: true,
      platform: 'node',
      external: ['libsql'],
    })
    const file = join(folder, 'data.sqlite')
    const kills: Kill[] = []
    const state = emptyState()
    for (let seed = firstSeed; kills.length < times; seed += 1) {
      const most = 1 + Math.floor(randomFrom(seed)() * OPERATIONS_MAX)
      const answered = await runUntilKilled([child, file, String(seed), fault], most)
      const left = judge(state, seed, answered, printState(readState(file)))
      kills.push({ seed, answered, left })
      if (left === 'wrong') return kills
    }
    return kills
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** @returns how many operations it answered, by the last whole line */
function runUntilKilled(args: readonly string[], most: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, NODE_PATH: PACKAGES },
    })
    let output = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text
      // It goes on while this is read: the kill meets it anywhere.
      if (output.split('\n').length > most) child.kill('SIGKILL')
    })
    child.on('error', reject)
    child.on('close', (code) =>
      code === null || process.platform === 'win32'
        ? resolve(output.split('\n').length - 1)
        : reject(new Error(`the child ended by itself with ${code}`)),
    )
  })
}

/** Plays what was answered, and of the operation in flight as much as the file shows. */
function judge(state: State, seed: number, answered: number, found: string): Kill['left'] {
  let done = 0
  for (const operation of workload(seed)) {
    if (done === answered) {
      if (printState(state) === found) return 'answered'
      for (const _ of play(state, operation)) if (printState(state) === found) return 'in flight'
      return 'wrong'
    }
    for (const _ of play(state, operation));
    done += 1
  }
  return 'wrong'
}

const DocumentSchema = v.strictObject({ _id: v.string(), n: v.number(), text: v.string() })

function readState(file: string): State {
  const database = openDatabase({ storage: { file }, now: () => 0 })
  try {
    const collections = database.collections()
    const documents = v.parse(v.array(DocumentSchema), database.documents(COLLECTION))
    return {
      collections: new Set(collections.map(({ name }) => name)),
      indexes: new Set(collections.flatMap(({ indexes }) => indexes.map(({ name }) => name))),
      documents: new Map(documents.map(({ _id, n, text }) => [_id, { n, text }])),
    }
  } finally {
    database.close()
  }
}
