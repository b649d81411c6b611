import { button } from './button.ts'
import { icon } from './icon.ts'
import { image } from './image.ts'
import { input } from './input.ts'
import { navigator } from './navigator.ts'
import { pageMeta } from './pageMeta.ts'
import { scrollView } from './scrollView.ts'
import type { Builtin } from './shape.ts'
import { text } from './text.ts'
import { view } from './view.ts'

/**
 * The built-in components. WeChat's others are plain elements here, and the build warns of them; any other tag that a
 * mini-program does not define itself fails the build.
 */
export const builtins: readonly Builtin[] = [
  view,
  text,
  button,
  image,
  input,
  scrollView,
  navigator,
  icon,
  pageMeta,
]
