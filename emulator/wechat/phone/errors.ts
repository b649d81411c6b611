/** Assumption: what the button says of somebody whose WeChat has no number; a real client offers to bind one. */
export const NO_PHONE_BOUND = 'no phone number is bound'
