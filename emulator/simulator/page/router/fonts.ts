/**
 * Draws text anew once a part of the Chinese font is there. Chromium (143) leaves some of what it has drawn as boxes
 * meanwhile, until the text has other features; one that no font knows changes nothing else.
 */
export function redrawWithFonts(): void {
  let loaded = 0
  document.fonts.addEventListener('loadingdone', () => {
    loaded += 1
    document.documentElement.style.fontFeatureSettings = `"load" ${loaded}`
  })
}
