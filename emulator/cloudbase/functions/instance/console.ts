import { Console } from 'node:console'
import { Writable } from 'node:stream'

export type LogLevel = 'log' | 'warn' | 'error'

/** The lines of a stream that is written in pieces; a line is told when it is complete. */
const lineByLine = (tell: (line: string) => void) => {
  let rest = ''
  return {
    add: (text: string): void => {
      const lines = (rest + text).split('\n')
      rest = lines.pop() ?? ''
      for (const line of lines) tell(line)
    },
    flush: (): void => {
      if (rest !== '') tell(rest)
      rest = ''
    },
  }
}

const streamTo = (tell: (text: string) => void): Writable =>
  new Writable({
    decodeStrings: false,
    write: (chunk, _encoding, done) => {
      tell(String(chunk))
      done()
    },
  })

/**
 * Sends everything that a function says to `say`: every method of `console`, from `log` to `table` and `trace`, one
 * call one message, and what it writes to `process.stdout` and `process.stderr`, line by line. A thread's own streams
 * would come through the parent's, late and without the name of the function.
 * @returns tells what was written without an end of line
 */
export const captureOutput = (say: (level: LogLevel, text: string) => void): (() => void) => {
  let raised: LogLevel = 'error'
  const said = new Console({
    stdout: streamTo((text) => say('log', text.replace(/\n$/, ''))),
    stderr: streamTo((text) => say(raised, text.replace(/\n$/, ''))),
    colorMode: false,
  })
  const warn = (...words: unknown[]): void => {
    raised = 'warn'
    said.error(...words)
    raised = 'error'
  }
  Object.assign(globalThis.console, said, { warn })

  const written = [
    [process.stdout, lineByLine((line) => say('log', line))],
    [process.stderr, lineByLine((line) => say('error', line))],
  ] as const
  for (const [stream, lines] of written) {
    stream.write = (
      chunk: Uint8Array | string,
      encoding?: BufferEncoding | ((error?: Error | null) => void),
      done?: (error?: Error | null) => void,
    ): boolean => {
      lines.add(typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('utf8'))
      const told = typeof encoding === 'function' ? encoding : done
      if (told !== undefined) process.nextTick(told)
      return true
    }
  }
  return () => {
    for (const [, lines] of written) lines.flush()
  }
}
