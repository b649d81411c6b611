import type { WorldDefinition } from '../wechat/definition.ts'
import type { Project } from './project.ts'
import { aliasOf } from './project.ts'

/**
 * The world of a project that brings none: its one mini-program, bound to an open platform, and the given people.
 * The appid is that of project.config.json, or one that is nobody's.
 */
export const projectWorld = (project: Project, people: WorldDefinition['people']): WorldDefinition => ({
  apps: [
    {
      appid: project.appid ?? 'wx0000000000000000',
      alias: aliasOf(project),
      kind: 'mini-program',
      openPlatformId: 'main',
    },
  ],
  people,
})
