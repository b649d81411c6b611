import { createHash } from 'node:crypto'
import { open, readFile, rm } from 'node:fs/promises'
import * as v from 'valibot'
import { UserError } from '../../emulator/userError.ts'
import { writeWhole } from '../build/writeWhole.ts'
import { ImportFiguresSchema } from './figures.ts'

const natural = v.pipe(v.number(), v.integer(), v.minValue(0))

/** Which file it was; its first bytes and its size tell files apart without reading them. */
const ContentSchema = v.object({ size: natural, head: v.string() })
export type Content = v.InferOutput<typeof ContentSchema>

const StateSchema = v.object({
  version: v.literal(1),
  content: ContentSchema,
  /** Address of the `gateway` that was given the rows. */
  target: v.string(),
  /** `checked`: a dry run was made, and nothing else. */
  stage: v.picklist(['checked', 'underway', 'finished']),
  /** Up to here all rows are confirmed. */
  next: v.object({ offset: natural, line: natural }),
  figures: ImportFiguresSchema,
  /** Bytes of the files beside it that belong to confirmed rows. */
  users: natural,
  rejected: natural,
  /** Milliseconds that it has taken so far. */
  ms: natural,
})
/** Where the import of a file has got to (`<file>.oneid-import.json`). */
export type ImportState = v.InferOutput<typeof StateSchema>

export const statePath = (file: string): string => `${file}.oneid-import.json`

const HEAD_BYTES = 64 * 1024

/** @throws UserError OPTION_INVALID */
export const readHead = async (
  file: string,
): Promise<{ readonly head: Buffer; readonly content: Content }> => {
  const opened = await open(file).catch(() => {
    throw new UserError('OPTION_INVALID', `${file} cannot be read`, 'Give the path of a file.')
  })
  try {
    const stat = await opened.stat()
    if (!stat.isFile())
      throw new UserError('OPTION_INVALID', `${file} is no file`, 'Give the path of a file.')
    // One byte more shows whether a first line of this length is the whole file.
    const bytes = Buffer.alloc(HEAD_BYTES + 1)
    const { bytesRead } = await opened.read(bytes, 0, bytes.length, 0)
    const head = bytes.subarray(0, bytesRead)
    const digest = createHash('sha256').update(head.subarray(0, HEAD_BYTES)).digest('hex')
    return { head, content: { size: stat.size, head: digest } }
  } finally {
    await opened.close()
  }
}

/** @throws UserError OPTION_INVALID where the file was written by somebody else */
export const readState = async (file: string): Promise<ImportState | undefined> => {
  const text = await readFile(statePath(file), 'utf8').catch(() => undefined)
  if (text === undefined) return undefined
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), StateSchema), text)
  if (parsed.success) return parsed.output
  throw new UserError('OPTION_INVALID', `${statePath(file)} cannot be understood`, 'Begin anew: --restart')
}

export const writeState = (file: string, state: ImportState): Promise<void> =>
  writeWhole(statePath(file), `${JSON.stringify(state, null, 2)}\n`)

export const forgetState = (file: string): Promise<void> => rm(statePath(file), { force: true })

/**
 * What an earlier run left about this content and this target.
 * @throws UserError OPTION_INVALID where it was about another
 */
export const stateFor = (
  file: string,
  state: ImportState | undefined,
  content: Content,
  target: string,
): ImportState | undefined => {
  if (state === undefined) return undefined
  const isSame = state.content.size === content.size && state.content.head === content.head
  if (isSame && state.target === target) return state
  if (state.stage === 'checked') return undefined
  const what = isSame
    ? `the rows of ${file} were given to ${state.target}`
    : `${file} has changed since its import began`
  throw new UserError(
    'OPTION_INVALID',
    what,
    'Begin anew with the first row (the same rows again do no harm): --restart',
  )
}
