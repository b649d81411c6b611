import { dirname } from 'node:path'
import { filesOfRooms } from './rooms.ts'
import { runTool } from './tool.ts'

/** The types of one runtime: the folder of its tsconfig.json, and what the compiler said if it failed. */
export interface TypesOfProject {
  readonly project: string
  readonly passed: boolean
  readonly output: string
}

/** Every folder with a tsconfig.json: one per runtime, found rather than listed, so that none is forgotten. */
function typeScriptProjects(root: string): string[] {
  return filesOfRooms(root, /^tsconfig\.json$/).map((file) => dirname(file))
}

async function checkProject(root: string, project: string): Promise<TypesOfProject> {
  const { code, output } = await runTool({
    folder: root,
    packageName: 'typescript',
    command: 'tsc',
    args: ['--noEmit', '--pretty', 'false', '-p', project],
  })
  return { project, passed: code === 0, output }
}

/** Checks every project, two at a time: the compiler uses several threads itself. */
export async function checkTypes(root: string): Promise<TypesOfProject[]> {
  const waiting = typeScriptProjects(root)
  const results: TypesOfProject[] = []
  const takeTurns = async (): Promise<void> => {
    for (let project = waiting.shift(); project !== undefined; project = waiting.shift()) {
      results.push(await checkProject(root, project))
    }
  }
  await Promise.all([takeTurns(), takeTurns()])
  return results.sort((a, b) => a.project.localeCompare(b.project))
}

/** What the compiler said about the projects that failed, each under its name. */
export function typeErrors(results: readonly TypesOfProject[]): string {
  return results
    .filter((result) => !result.passed)
    .map((result) => `${result.project}\n${result.output}`)
    .join('\n')
}
