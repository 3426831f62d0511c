import type { JSX } from 'preact'

const drawn = (d: string) => (): JSX.Element => (
  <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
    <path d={d} />
  </svg>
)

export const CloseIcon = drawn('M6 6l12 12M18 6L6 18')
export const RequestsIcon = drawn('M9 4h6v3H9zM9 5H5v16h14V5h-4M9 12h6M9 16h4')
export const SendIcon = drawn('M4 12l16-8-6 16-3-6z')
export const WarnIcon = drawn('M12 8v5M12 16.5v.01M12 3l9.5 17h-19z')
export const DownIcon = drawn('M12 5v14M6 13l6 6 6-6')
export const CheckIcon = drawn('M5 13l4 4 10-10')
