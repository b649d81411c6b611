/** The permanent account in what a page shows. */
export const userIdIn = (text: string): string => {
  const [userId] = /u[A-Za-z0-9_-]{22}/.exec(text) ?? []
  if (userId === undefined) throw new Error(`no userId in: ${text}`)
  return userId
}
