import { asyncCall, type Options, textOption, type WxTopic } from './api.ts'

/** Pages, the bars around them, and how a page is scrolled and refreshed. */
export const navigation: WxTopic = ({ router }) => {
  const call = (name: string, work: (options: Options) => void) =>
    asyncCall(name, (options) => {
      work(options)
      return {}
    })
  const url = (options: Options) => ({ url: textOption(options, 'url') })
  const { tabBar } = router

  return {
    navigateTo: asyncCall('navigateTo', (options) =>
      router.navigateTo({ ...url(options), events: options['events'] }),
    ),
    redirectTo: call('redirectTo', (options) => router.redirectTo(url(options))),
    reLaunch: call('reLaunch', (options) => router.reLaunch(url(options))),
    switchTab: call('switchTab', (options) => router.switchTab(url(options))),
    navigateBack: call('navigateBack', ({ delta }) => router.navigateBack({ delta: Number(delta ?? 1) })),
    setNavigationBarTitle: call('setNavigationBarTitle', (options) =>
      router.setTitle(textOption(options, 'title')),
    ),
    setNavigationBarColor: call('setNavigationBarColor', router.setBarColors),
    showNavigationBarLoading: call('showNavigationBarLoading', () => router.setBarBusy(true)),
    hideNavigationBarLoading: call('hideNavigationBarLoading', () => router.setBarBusy(false)),
    setTabBarBadge: call('setTabBarBadge', tabBar.setBadge),
    removeTabBarBadge: call('removeTabBarBadge', tabBar.removeBadge),
    showTabBarRedDot: call('showTabBarRedDot', tabBar.showRedDot),
    hideTabBarRedDot: call('hideTabBarRedDot', tabBar.hideRedDot),
    setTabBarItem: call('setTabBarItem', tabBar.setItem),
    setTabBarStyle: call('setTabBarStyle', tabBar.setStyle),
    showTabBar: call('showTabBar', tabBar.show),
    hideTabBar: call('hideTabBar', tabBar.hide),
    startPullDownRefresh: call('startPullDownRefresh', router.startPullDownRefresh),
    stopPullDownRefresh: call('stopPullDownRefresh', router.stopPullDownRefresh),
    pageScrollTo: asyncCall('pageScrollTo', async (options) => {
      await router.pageScrollTo(options)
      return {}
    }),
  }
}
