import path from 'node:path'
import { readAsset } from './build/assets.ts'
import { createChangeStream } from './build/changes.ts'
import { fontStyles, readFont } from './build/fonts.ts'
import { type OtherHosts, phonesPage, problemPage, simulatorPage } from './build/html.ts'
import { createLatestBuild } from './build/latestBuild.ts'
import { runtimeBundle, runtimeStyles } from './build/runtimeBundle.ts'

export interface SimulatorOptions {
  /** Folder with app.json. */
  miniprogramRoot: string
  /** Told about WXML/JSON/TypeScript problems, each with file:line:column and, below it, the place in the source. */
  onProblem: (text: string) => void
  /** Told what the mini-program asks for and the simulator does not have, once; the terminal unless given. */
  onNotice?: (line: string) => void
  /** Pictures, sounds and fonts of other machines: shown, or, unless given, never asked for. */
  otherHosts?: OtherHosts
}

export interface SimulatorFile {
  status: number
  contentType: string
  body: string | Uint8Array
}

export interface Simulator {
  /**
   * `path` is what follows `/simulator/`, '' for the page itself. The mini-program is built on first use and again
   * when a file of its folder has changed; while it does not build, the page says where and why.
   */
  file(path: string): Promise<SimulatorFile>
  /** The builds from now on as server-sent events, for `/simulator/changes`. */
  changes(): ReadableStream<Uint8Array>
  /** Releases what the build holds. */
  close(): Promise<void>
}

const HTML = 'text/html; charset=utf-8'
const SCRIPT = 'text/javascript; charset=utf-8'
const STYLE = 'text/css; charset=utf-8'
const TEXT = 'text/plain; charset=utf-8'

/** The simulator of one mini-program folder; it serves files and opens no port of its own. */
export function createSimulator({
  miniprogramRoot,
  onProblem,
  onNotice = (line) => console.warn(`[mini-program] ${line}`),
  otherHosts = 'refuse',
}: SimulatorOptions): Simulator {
  const root = path.resolve(miniprogramRoot)
  const { current, next, close } = createLatestBuild(root, { onProblem, onNotice, otherHosts })
  const changes = createChangeStream(root, async () => ({ id: current().id }), next)

  const page = async (): Promise<SimulatorFile> => {
    const { id, built } = current()
    const { code, problems } = await built
    return code === undefined
      ? file(HTML, problemPage(problems, id), 500)
      : file(HTML, simulatorPage(id, otherHosts))
  }

  const app = async (): Promise<SimulatorFile> => {
    const { code } = await current().built
    return code === undefined ? file(TEXT, 'The mini-program does not build.', 500) : file(SCRIPT, code)
  }

  return {
    async file(requested) {
      const name = requested.split(/[?#]/, 1)[0] ?? ''
      if (name === '' || name === 'index.html') return page()
      if (name === 'phones') return file(HTML, phonesPage())
      if (name === 'app.js') return app()
      if (name === 'page.css') return file(STYLE, runtimeStyles())
      if (name === 'fonts.css') return file(STYLE, fontStyles())
      const font = name.startsWith('fonts/') ? await readFont(name.slice('fonts/'.length)) : undefined
      if (font) return file('font/woff2', font)
      // Where nobody streams changes, a browser asks once and no more.
      if (name === 'changes') return file(TEXT, '', 204)
      const script = await runtimeBundle(name)
      if (script !== undefined) return file(SCRIPT, script)
      const asset = name.startsWith('assets/') ? await readAsset(root, decoded(name.slice(7))) : undefined
      return asset ? file(asset.contentType, asset.body) : file(TEXT, 'Not found.', 404)
    },
    changes: changes.open,
    close() {
      changes.close()
      return close()
    },
  }
}

function file(contentType: string, body: string | Uint8Array, status = 200): SimulatorFile {
  return { status, contentType, body }
}

// A path that is decoded already may hold a bare `%`.
function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
