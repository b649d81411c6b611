import type { ErrorTable } from './entry.ts'

/** What administrators and timers do. */
export const ADMINISTRATION_ERRORS = {
  NOT_ADMINISTRATOR: {
    cause: {
      en: 'The caller is not an administrator.',
      zh: '调用者不是管理员。',
    },
    remedy: {
      en: 'An administrator can appoint another; npm run admin makes the first one.',
      zh: '可由管理员任命；第一位管理员用 npm run admin 产生。',
    },
    person: '没有权限',
    status: 403,
  },
  ADMIN_CODE_INVALID: {
    cause: {
      en: 'The code for the first administrator is wrong, was used before, or none is set for the function.',
      zh: '第一位管理员的口令错误、已被使用，或云函数没有设置。',
    },
    remedy: {
      en: 'npm run admin prints a new one and says where its fingerprint goes.',
      zh: 'npm run admin 会生成新的口令，并说明其指纹的配置位置。',
    },
    person: '口令无效',
  },
  USER_NOT_FOUND: {
    cause: {
      en: 'There is no such user, or it is no longer active.',
      zh: '没有该用户，或该用户已不是有效状态。',
    },
    remedy: {
      en: 'Search again: merged users are shown with the account that they became.',
      zh: '请重新查找：已合并的用户会显示其归属账号。',
    },
    person: '没有找到该用户',
  },
  MERGE_NOT_FOUND: {
    cause: {
      en: 'There is no such merge, or it was split before.',
      zh: '没有该合并记录，或已拆分。',
    },
    remedy: {
      en: 'Use an id that admin.show listed.',
      zh: '请使用 admin.show 列出的合并 id。',
    },
    person: '没有找到该合并记录',
  },
  MERGE_REFUSED: {
    cause: {
      en: 'The two accounts may not be merged: one is an administrator’s, is being deleted, or a barrier of an earlier split stands between them. The log says which.',
      zh: '两个账号不能合并：其中之一属于管理员、正在注销，或之前拆分留下了屏障。日志中有具体原因。',
    },
    remedy: {
      en: 'Remove what stands against it first: dismiss the administrator, wait for the deletion, lift the barrier.',
      zh: '请先消除原因：解除管理员身份、等待注销结束，或解除屏障。',
    },
    person: '这两个账号不能合并',
  },
  SPLIT_TOO_LATE: {
    cause: {
      en: 'The merge is older than the time within which it can be undone (retention.undoDays).',
      zh: '合并已超过可撤销的期限（retention.undoDays）。',
    },
    remedy: {
      en: 'It stays; correct the data by hand if it must be.',
      zh: '合并将保留；如确有必要请手工处理数据。',
    },
    person: '已超过可撤销期限',
  },
  SPLIT_REFUSED: {
    cause: {
      en: 'The merge cannot be undone now: the account has been merged again since, or is deleted.',
      zh: '当前不能撤销该合并：账号之后又被合并，或已注销。',
    },
    remedy: {
      en: 'Split the later merge first; admin.show lists them.',
      zh: '请先拆分较晚的合并，admin.show 会列出。',
    },
    person: '当前不能拆分',
  },
  CONFLICT_NOT_FOUND: {
    cause: {
      en: 'There is no such open conflict.',
      zh: '没有该未处理的冲突。',
    },
    remedy: {
      en: 'List the open conflicts again.',
      zh: '请重新列出未处理的冲突。',
    },
    person: '没有找到该冲突',
  },
  JOB_NOT_FOUND: {
    cause: {
      en: 'There is no such job that was given up.',
      zh: '没有该已放弃的任务。',
    },
    remedy: {
      en: 'List the backlog again: it may have been revived already.',
      zh: '请重新列出积压任务：它可能已被重新启动。',
    },
    person: '没有找到该任务',
  },
  NOT_A_TIMER: {
    cause: {
      en: 'The function runs by timer only; somebody else called it.',
      zh: '该云函数只由定时器运行，被其他来源调用。',
    },
    remedy: {
      en: 'Nothing to do. Deny clients the invocation of this function.',
      zh: '无需处理；请禁止客户端调用该云函数。',
    },
    person: '没有权限',
  },
} as const satisfies ErrorTable
