import type { WorldDefinition } from '../wechat/definition.ts'
import type { Project } from './project.ts'
import { aliasOf } from './project.ts'

/** A merchant for worlds that name none; its id is nobody's. */
export const SAMPLE_MERCHANT = { mchId: '1000000001', name: '测试商户' } as const

/**
 * The world of a project that brings none: its one mini-program, bound to an open platform, a merchant and the given
 * people.
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
  merchants: [SAMPLE_MERCHANT],
  people,
})
