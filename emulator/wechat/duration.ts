const UNIT_MS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 }

/**
 * Milliseconds of `4m59s`, `1d`, `250ms`; a number is milliseconds already.
 * @throws RangeError on anything else, zero length included
 */
export const parseDuration = (duration: string | number): number => {
  if (typeof duration === 'number') {
    if (Number.isFinite(duration)) return duration
    throw new RangeError(`${duration} is no duration`)
  }
  const parts = [...duration.matchAll(/(\d+)(ms|[smhd])/g)]
  if (parts.length === 0 || parts.map(([text]) => text).join('') !== duration) {
    throw new RangeError(`"${duration}" is no duration; write for example 5s, 4m59s, 12h or 1d`)
  }
  return parts.reduce((sum, [, count, unit]) => sum + Number(count) * (UNIT_MS[unit ?? ''] ?? 0), 0)
}
