/**
 * Built-in components of WeChat, whether or not the simulator has them: developers.weixin.qq.com/miniprogram/dev/component
 * (read 2026-11).
 */
export const NATIVE_TAGS: ReadonlySet<string> = new Set(
  `ad ad-custom audio button camera canvas channel-live channel-video checkbox checkbox-group cover-image cover-view
  custom-wrapper double-tap-gesture-handler draggable-sheet editor force-press-gesture-handler form
  functional-page-navigator grid-builder grid-view horizontal-drag-gesture-handler icon image input
  keyboard-accessory label list-builder list-view live-player live-pusher long-press-gesture-handler map match-media
  movable-area movable-view navigation-bar navigator nested-scroll-body nested-scroll-header official-account
  official-account-publish open-container open-data open-data-item open-data-list page-container page-meta
  pan-gesture-handler picker picker-view picker-view-column progress radio radio-group rich-text root-portal
  scale-gesture-handler scroll-view selection share-element slider snapshot span sticky-header sticky-section
  store-coupon store-gift store-home store-product swiper swiper-item switch tap-gesture-handler text textarea
  vertical-drag-gesture-handler video view voip-room web-view xr-frame`.split(/\s+/),
)
