/** The parts of a message, as text and as what can be clicked. */
import type { FilePart, Message, Option, Part } from './wire'

const words = (part: Part): string[] => ('text' in part ? [part.text] : [])

export const textOf = ({ parts }: Pick<Message, 'parts'>): string => parts.flatMap(words).join('\n')
export const optionsOf = ({ parts }: Pick<Message, 'parts'>): Option[] =>
  parts.flatMap((part) => (part.type === 'options' ? part.options : []))
/** One of ours: what lies elsewhere has no id here. */
const isFile = (part: Part): part is FilePart => 'mime' in part && 'id' in part
export const filesOf = ({ parts }: Pick<Message, 'parts'>): FilePart[] => parts.filter(isFile)
export const hasFiles = ({ parts }: Pick<Message, 'parts'>): boolean => parts.some(isFile)
