import type { ErrorTable } from './entry.ts'

/** What a person may do with their own account. */
export const ACCOUNT_ERRORS = {
  NOT_SIGNED_IN: {
    cause: {
      en: 'The caller has no account yet: login was never called, or the account was deleted.',
      zh: '调用者还没有账号：尚未登录，或账号已注销。',
    },
    remedy: {
      en: 'Call login first.',
      zh: '请先调用 login。',
    },
    person: '请先登录',
    status: 401,
  },
  LAST_IDENTITY: {
    cause: {
      en: 'The only identity of an account cannot be unlinked: nobody could reach the account any more.',
      zh: '账号的最后一个身份不能解绑，否则将无法再进入该账号。',
    },
    remedy: {
      en: 'Offer deletion of the account instead.',
      zh: '请改为提供账号注销。',
    },
    person: '这是唯一的登录方式，不能解绑',
  },
  IDENTITY_NOT_FOUND: {
    cause: {
      en: 'The caller’s account has no such identity.',
      zh: '当前账号没有该身份。',
    },
    remedy: {
      en: 'Use an id that account.identities listed.',
      zh: '请使用 account.identities 列出的 id。',
    },
    person: '没有找到该登录方式',
  },
  PHONE_CODE_INVALID: {
    cause: {
      en: 'WeChat does not know the code of the phone number: used before, older than five minutes, of another app, or a login code (40029, 40013).',
      zh: '微信不认识手机号 code：已使用、超过五分钟、属于其他小程序，或误传了登录 code（40029、40013）。',
    },
    remedy: {
      en: 'Send e.detail.code of the getPhoneNumber button, once.',
      zh: '请发送手机号按钮的 e.detail.code，且只发送一次。',
    },
    person: '手机号授权已失效，请重试',
  },
  PHONE_MISSING: {
    cause: {
      en: 'The person has no phone number at WeChat (-601009).',
      zh: '用户在微信中没有绑定手机号（-601009）。',
    },
    remedy: {
      en: 'Let the person bind one in WeChat, or go on without.',
      zh: '请用户先在微信中绑定手机号，或跳过此步骤。',
    },
    person: '微信未绑定手机号',
  },
  GUEST_CLAIMED: {
    cause: {
      en: 'The guest id was claimed by another account before.',
      zh: '该游客 id 已被另一个账号认领。',
    },
    remedy: {
      en: 'Make a new guest id on the device after a sign-in; a guest is claimed once.',
      zh: '登录后请在设备上生成新的游客 id；游客只能被认领一次。',
    },
    person: '游客记录已归属其他账号',
  },
  DELETION_NOT_PENDING: {
    cause: {
      en: 'There is no deletion to cancel: none was asked for, or it is done.',
      zh: '没有待取消的注销：未申请，或已完成。',
    },
    remedy: {
      en: 'Read account.me first.',
      zh: '请先查询 account.me。',
    },
    person: '没有进行中的注销',
  },
} as const satisfies ErrorTable
