import path from 'node:path'
import { type BuiltBundle, createAppBundle } from './build/appBundle.ts'
import { readAsset } from './build/assets.ts'
import { problemPage, simulatorPage } from './build/html.ts'
import { describeProblem } from './build/problem.ts'
import { runtimeBundle, runtimeStyles } from './build/runtimeBundle.ts'
import { folderSignature } from './build/signature.ts'

export interface SimulatorOptions {
  /** Folder with app.json. */
  miniprogramRoot: string
  /** Told about WXML/JSON/TypeScript problems, one line each with file:line:column. */
  onProblem: (line: string) => void
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
  /** Releases what the build holds. */
  close(): Promise<void>
}

const HTML = 'text/html; charset=utf-8'
const SCRIPT = 'text/javascript; charset=utf-8'
const STYLE = 'text/css; charset=utf-8'
const TEXT = 'text/plain; charset=utf-8'

/** The simulator of one mini-program folder; it serves files and opens no port of its own. */
export function createSimulator({ miniprogramRoot, onProblem }: SimulatorOptions): Simulator {
  const root = path.resolve(miniprogramRoot)
  const bundle = createAppBundle(root)
  let latest: { signature: string; built: Promise<BuiltBundle> } | undefined

  const current = (): Promise<BuiltBundle> => {
    const signature = folderSignature(root)
    if (latest?.signature === signature) return latest.built
    const previous = latest?.built.catch(() => undefined)
    const built = (async () => {
      await previous
      const result = await bundle.build()
      for (const problem of result.problems) onProblem(describeProblem(problem))
      return result
    })()
    latest = { signature, built }
    // A fault of the build itself is not remembered, so the next reload tries again.
    built.catch(() => {
      latest = undefined
    })
    return built
  }

  const page = async (): Promise<SimulatorFile> => {
    const { code, problems } = await current()
    return code === undefined ? file(HTML, problemPage(problems), 500) : file(HTML, simulatorPage())
  }

  const app = async (): Promise<SimulatorFile> => {
    const { code } = await current()
    return code === undefined ? file(TEXT, 'The mini-program does not build.', 500) : file(SCRIPT, code)
  }

  return {
    async file(requested) {
      const name = requested.split(/[?#]/, 1)[0] ?? ''
      if (name === '' || name === 'index.html') return page()
      if (name === 'app.js') return app()
      if (name === 'runtime.js') return file(SCRIPT, await runtimeBundle())
      if (name === 'page.css') return file(STYLE, runtimeStyles())
      const asset = name.startsWith('assets/') ? await readAsset(root, decoded(name.slice(7))) : undefined
      return asset ? file(asset.contentType, asset.body) : file(TEXT, 'Not found.', 404)
    },
    close: () => bundle.dispose(),
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
