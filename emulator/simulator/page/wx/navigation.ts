import { asyncCall, type Options, textOption, type WxTopic } from './api.ts'

/** Pages and the title of their bar. */
export const navigation: WxTopic = ({ router }) => {
  const call = (name: string, work: (options: Options) => void) =>
    asyncCall(name, (options) => {
      work(options)
      return {}
    })
  const url = (options: Options) => ({ url: textOption(options, 'url') })

  return {
    navigateTo: call('navigateTo', (options) => router.navigateTo(url(options))),
    redirectTo: call('redirectTo', (options) => router.redirectTo(url(options))),
    reLaunch: call('reLaunch', (options) => router.reLaunch(url(options))),
    navigateBack: call('navigateBack', ({ delta }) => router.navigateBack({ delta: Number(delta ?? 1) })),
    setNavigationBarTitle: call('setNavigationBarTitle', (options) =>
      router.setTitle(textOption(options, 'title')),
    ),
  }
}
