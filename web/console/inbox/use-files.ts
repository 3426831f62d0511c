import { mostBytes, mostFiles, upload } from '../../shared/upload'
import { type Uploads, useUploads } from '../../shared/uploading'
import { api } from '../core/desk'

export type { Outgoing } from '../../shared/uploading'
export type Files = Uploads

/** Files that are to go with the next message. */
export const useFiles = (): Files =>
  useUploads((file, told, signal) => upload(api, file, told, signal), { files: mostFiles, bytes: mostBytes })
