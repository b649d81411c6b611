/** `rpx` in a style attribute: 750 of them are the width of the phone, which is the size container. */
export function phoneLengths(style: string): string {
  return style.replace(/(-?(?:\d*\.)?\d+)rpx\b/g, (_, digits: string) => `${Number(digits) / 7.5}cqw`)
}
