import {
  isVendorRecord,
  keyOf,
  textOf,
  type Attachment,
  type Column,
  type VendorRecord,
} from '../../../src/contract/index.js';

const kinds = {
  plain_text_message: 'Text',
  jpg_image_file: 'Picture (JPEG)',
  audio_file: 'Sound',
  video_file: 'Video',
  png_image_file: 'Picture (PNG)',
  gif_file: 'Picture (GIF)',
  giphy_file: 'Moving picture of Giphy',
  code_snippet: 'Program text',
  file_and_text: 'File and text',
  others: 'Something else',
};

/** The fields of a chat message, of the account's report and of the person's own list. */
export const chatMessageColumns: readonly Column[] = [
  { field: 'date_time', heading: 'Sent', kind: 'moment' },
  { field: 'name', heading: 'Chat' },
  { field: ['sender_display_name', 'sender'], heading: 'From' },
  { field: 'message', heading: 'Text' },
  { field: 'files.file_name', heading: 'Files' },
  {
    field: 'status',
    heading: 'State',
    codes: { Normal: 'As sent', Edited: 'Changed afterwards', Deleted: 'Deleted' },
  },
  { field: 'sender', heading: 'E-mail of the sender', isDetail: true },
  { field: 'receiver', heading: 'To', isDetail: true },
  { field: 'message_type', heading: 'Kind of message', codes: kinds, isDetail: true },
  { field: 'is_sender_external', heading: 'Sender outside the company', isDetail: true },
  { field: 'reactions.emoji', heading: 'Reactions', isDetail: true },
  { field: 'reactions.total_count', heading: 'How often', isDetail: true },
  { field: 'custom_emoji_reactions.custom_emoji_name', heading: 'Reactions with own signs', isDetail: true },
  { field: 'giphy_information.giphy_view_url', heading: 'Address of the moving picture', isDetail: true },
  { field: 'bot_message.source', heading: 'Sent by the program', isDetail: true },
  { field: 'files.file_size', heading: 'Size of the file', kind: 'bytes', isDetail: true },
  { field: 'reply_main_message_id', heading: 'Answers the message', isDetail: true },
  { field: 'forward_id', heading: 'Forwards the message', isDetail: true },
  { field: ['sender_member_id', 'send_member_id'], heading: 'Member ID of the sender', isDetail: true },
  { field: 'id', heading: 'Message ID', isDetail: true },
];

/** The files of a message: all of them, or the first one where only that is told. */
export function chatFilesOf(message: VendorRecord): Attachment[] {
  const listed = Array.isArray(message.files) ? message.files.filter(isVendorRecord) : [];
  const files = listed.length > 0 ? listed : [message];
  return files.flatMap((file) => {
    const { file_id, file_name, file_size, download_url } = file;
    const url = textOf(download_url);
    if (url === undefined && textOf(file_id) === undefined) return [];
    const name = textOf(file_name) ?? '';
    return [
      {
        key: keyOf(file_id ?? url, message.id) ?? '',
        kind: 'file',
        url,
        ...(typeof file_size === 'number' && { bytes: file_size }),
        extension: extensionOf(name),
      },
    ];
  });
}

/** The ending of a file's name, where it has a plain one. */
export const extensionOf = (name: string): string =>
  /\.([a-z0-9]{1,8})$/i.exec(name)?.[1]?.toLowerCase() ?? 'bin';
