import { button } from './button.ts'
import { canvas } from './canvas.ts'
import { checkbox } from './checkbox.ts'
import { checkboxGroup } from './checkboxGroup.ts'
import { coverImage } from './coverImage.ts'
import { coverView } from './coverView.ts'
import { form } from './form.ts'
import { gridView } from './gridView.ts'
import { icon } from './icon.ts'
import { image } from './image.ts'
import { input } from './input.ts'
import { label } from './label.ts'
import { listView } from './listView.ts'
import { matchMedia } from './matchMedia.ts'
import { movableArea } from './movableArea.ts'
import { movableView } from './movableView.ts'
import { navigator } from './navigator.ts'
import { officialAccount } from './officialAccount.ts'
import { pageContainer } from './pageContainer.ts'
import { pageMeta } from './pageMeta.ts'
import { picker } from './picker.ts'
import { pickerView } from './pickerView.ts'
import { pickerViewColumn } from './pickerViewColumn.ts'
import { progress } from './progress.ts'
import { radio } from './radio.ts'
import { radioGroup } from './radioGroup.ts'
import { richText } from './richText.ts'
import { rootPortal } from './rootPortal.ts'
import { scrollView } from './scrollView.ts'
import type { Builtin } from './shape.ts'
import { slider } from './slider.ts'
import { span } from './span.ts'
import { stickyHeader } from './stickyHeader.ts'
import { stickySection } from './stickySection.ts'
import { swiper } from './swiper.ts'
import { swiperItem } from './swiperItem.ts'
import { switchControl } from './switch.ts'
import { text } from './text.ts'
import { textarea } from './textarea.ts'
import { video } from './video.ts'
import { view } from './view.ts'
import { webView } from './webView.ts'

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
  textarea,
  scrollView,
  navigator,
  icon,
  form,
  label,
  checkbox,
  checkboxGroup,
  radio,
  radioGroup,
  switchControl,
  slider,
  picker,
  pickerView,
  pickerViewColumn,
  swiper,
  swiperItem,
  progress,
  richText,
  coverView,
  coverImage,
  rootPortal,
  pageMeta,
  pageContainer,
  matchMedia,
  movableArea,
  movableView,
  stickyHeader,
  stickySection,
  listView,
  gridView,
  video,
  canvas,
  webView,
  officialAccount,
  span,
]
