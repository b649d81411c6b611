import { createHash } from 'node:crypto'
import { type BuiltBundle, createAppBundle } from './appBundle.ts'
import type { Build } from './changes.ts'
import type { OtherHosts } from './html.ts'
import { describeProblem } from './problem.ts'
import { changedFiles, folderSignature } from './signature.ts'

interface Latest {
  /** Names the state of the folder. */
  id: string
  signature: string
  built: Promise<BuiltBundle>
}

interface LatestBuildOptions {
  onProblem: (text: string) => void
  onNotice: (line: string) => void
  otherHosts: OtherHosts
}

interface LatestBuild {
  /** What the folder holds now; it is built at most once. */
  current(): Latest
  /** What is different since the last time this was asked, or `current` was for the first time. */
  next(): Promise<Build | undefined>
  close(): Promise<void>
}

/** Keeps a folder built; problems are told with each build, a notice only once. */
export function createLatestBuild(
  root: string,
  { onProblem, onNotice, otherHosts }: LatestBuildOptions,
): LatestBuild {
  const bundle = createAppBundle(root, otherHosts)
  const noticed = new Set<string>()
  let latest: Latest | undefined
  let told: Latest | undefined

  const build = async (): Promise<BuiltBundle> => {
    const result = await bundle.build()
    for (const problem of result.problems) {
      onProblem([describeProblem(problem), problem.frame].filter((text) => text !== undefined).join('\n'))
    }
    for (const notice of result.notices) {
      if (!noticed.has(notice)) onNotice(notice)
      noticed.add(notice)
    }
    return result
  }

  const current = (): Latest => {
    const signature = folderSignature(root)
    if (latest?.signature === signature) return latest
    const before = latest?.built.catch(() => undefined) ?? Promise.resolve()
    const built = before.then(build)
    const id = createHash('sha256').update(signature).digest('hex').slice(0, 12)
    const made: Latest = { id, signature, built }
    latest = made
    told ??= made
    // A fault of the build itself is not remembered, so the next reload tries again.
    built.catch(() => {
      if (latest === made) latest = undefined
    })
    return made
  }

  return {
    current,
    async next() {
      const before = told
      const now = current()
      told = now
      if (!before || before.id === now.id) return undefined
      const styles = await changedStyles(before, now)
      return { id: now.id, previous: before.id, ...(styles && { styles }) }
    },
    close: () => bundle.dispose(),
  }
}

/** The CSS of the later build, if nothing else is different. */
async function changedStyles(before: Latest, now: Latest): Promise<BuiltBundle['styles'] | undefined> {
  const files = changedFiles(before.signature, now.signature)
  if (!files.every((file) => file.endsWith('.wxss'))) return undefined
  const [old, { code, styles }] = await Promise.all([before.built, now.built])
  const same = Object.keys(old.styles).join('\n') === Object.keys(styles).join('\n')
  return same && old.code !== undefined && code !== undefined ? styles : undefined
}
