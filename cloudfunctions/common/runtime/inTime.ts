/**
 * What a reply brings, if it comes within `ms` milliseconds. The request goes on; nobody waits for it any more.
 * @throws what the reply rejects with; Error when the time is over
 */
export const inTime = async <Reply>(ms: number, reply: Promise<Reply>): Promise<Reply> => {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${ms} ms`)), ms)
  })
  try {
    return await Promise.race([reply, late])
  } finally {
    clearTimeout(timer)
  }
}
