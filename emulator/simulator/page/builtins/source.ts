import type { Instance } from './shape.ts'

/** Keeps the data `address` of a picture at what its `src` names; a file that is not there is an error of the picture. */
export function followSource(instance: Instance): void {
  const source = instance.text('src')
  instance.fileAddress(source, (address) => {
    instance.set({ address: address ?? '' })
    if (address === undefined) tellMissing(instance)
  })
}

/** `binderror`: "event.detail = {errMsg}". Assumption: its words. */
export const tellMissing = (instance: Instance): void =>
  instance.emit('error', { errMsg: `${instance.text('src')} does not load` })
