import { OneIdError } from '../../services/oneid/index'

/**
 * A picture that was just chosen is gone with the page (guide 头像昵称填写, 2026-11: a temporary path), so it is uploaded.
 * @param at milliseconds since 1970: every picture has a name of its own, because files are cached by their address
 * @returns file id in the cloud storage
 * @throws {OneIdError} AVATAR_NOT_KEPT
 */
export async function keepPicture(temporaryPath: string, userId: string, at: number): Promise<string> {
  const cloudPath = `avatars/${userId}/${at}.png`
  try {
    const { fileID } = await wx.cloud.uploadFile({ cloudPath, filePath: temporaryPath })
    return fileID
  } catch (cause) {
    console.warn('the picture was not uploaded', cause)
    throw new OneIdError({ code: 'AVATAR_NOT_KEPT', message: '头像没有上传成功，请重试。' })
  }
}

/** Where a picture can be shown from; empty if there is none (any more). */
export async function addressOf(avatar: string | undefined): Promise<string> {
  if (!avatar?.startsWith('cloud://')) return avatar ?? ''
  try {
    const { fileList } = await wx.cloud.getTempFileURL({ fileList: [avatar] })
    return fileList[0]?.tempFileURL ?? ''
  } catch (cause) {
    console.warn('the picture has no address', cause)
    return ''
  }
}
