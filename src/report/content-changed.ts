/** A content is not what was known about it when its entry began: its file has been harmed since. */
export class ContentChanged extends Error {
  override readonly name = 'ContentChanged';

  constructor(entry: string) {
    super(`the content of ${entry} is not what was downloaded`);
  }
}
