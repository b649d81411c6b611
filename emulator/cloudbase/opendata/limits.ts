/** CloudIDs that one callFunction may carry: developers.weixin.qq.com, "Cloud.CloudID", read 2026-11. */
export const CLOUD_IDS_MAX = 5
