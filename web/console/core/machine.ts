const isMac = /mac|iphone|ipad/i.test(navigator.platform)

/** How the send key is written on this machine. */
export const sendKeys = isMac ? '⌘↵' : 'Ctrl+Enter'

export const barKeys = isMac ? '⌘K' : 'Ctrl+K'
