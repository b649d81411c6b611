import { resolve } from 'node:path'
import type { Project } from '../../emulator/cli/project.ts'
import { projectWorld } from '../../emulator/cli/projectWorld.ts'
import { UserError } from '../../emulator/userError.ts'
import { PROJECT_ROOT, readJson, typedPath } from '../project/paths.ts'
import { samplePeople, sampleWorld } from '../project/sampleWorld.ts'

const readWorldFile = async (file: string): Promise<unknown> => {
  try {
    return await readJson(typedPath(file))
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new UserError('WORLD_INVALID', `the world file ${file} cannot be read: ${why}`, 'Correct the file.')
  }
}

/** The world to start with: the given file's, else that of the sample or of the other project. */
export const chooseWorld = async (file: string | undefined, project: Project): Promise<unknown> => {
  if (file !== undefined) return readWorldFile(file)
  return project.root === resolve(PROJECT_ROOT) ? sampleWorld() : projectWorld(project, await samplePeople())
}
