import { glassEasel } from 'glass-easel-miniprogram-adapter'

/** What the engine cannot say the place of: it may be a package's as well as the project's own. */
const WITHOUT_PLACE = / received type-incompatible value: /

/**
 * The engine's warnings, as far as somebody can do something about them: those about the WXML of packages are left
 * out, and those that name no place are no more than a hint.
 */
export function sortWarnings(): void {
  glassEasel.addGlobalWarningListener((message, component, element) => {
    if (WITHOUT_PLACE.test(message)) {
      console.info(message)
      return false
    }
    const owner = element?.ownerShadowRoot?.getHostNode() ?? component
    return !isOfPackage(whilePreparing(message) ?? (typeof owner === 'string' ? owner : owner.is))
  })
}

/** A definition that is being read has no element yet: its path is in the words. */
const whilePreparing = (message: string): string | undefined =>
  /\(when preparing behavior "(.+)"\)/.exec(message)?.[1]

const isOfPackage = (component: string): boolean => component.split('/').includes('miniprogram_npm')
