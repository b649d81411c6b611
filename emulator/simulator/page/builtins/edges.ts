/** A property `padding`: "长度为 4 的数组，按 top、right、bottom、left 顺序指定内边距(px)". */
export function paddingOf(value: unknown): string {
  if (!Array.isArray(value)) return ''
  return [0, 1, 2, 3].map((at) => `${Number(value[at] ?? 0)}px`).join(' ')
}
