/** How much of one kind is held. */
export interface Holding {
  name: string
  words: string
}

/** The product's own collections; others are named as they are. */
const WORDS: Readonly<Record<string, string>> = {
  users: '账号与资料',
  identities: '在各应用中的身份',
  merges: '合并记录',
  orders: '订单',
  sessions: '登录会话',
  jobs: '待办事项',
  ephemeral: '一次性标记',
  audit: '操作记录',
}

/** @param held collection by collection, as the account's export has it */
export function holdingsOf(held: Readonly<Record<string, readonly unknown[]>>): Holding[] {
  return Object.entries(held)
    .filter(([, rows]) => rows.length > 0)
    .map(([name, rows]) => ({ name, words: `${WORDS[name] ?? name}：${rows.length} 条` }))
}
