/** One file of what the person chose: of a folder or of a zip. */
export interface ChosenFile {
  name: string;
  bytes: number;
  open(): Promise<ReadableStream<Uint8Array>>;
}

/** The files of a chosen folder, by their names below it. */
export const filesOfFolder = (files: Iterable<File>): ChosenFile[] =>
  [...files].map((file) => ({
    name: file.webkitRelativePath || file.name,
    bytes: file.size,
    open: () => Promise.resolve(file.stream()),
  }));

/** The whole content. Throws an Error when it is longer than `most` bytes. */
export async function readWhole(file: ChosenFile, most: number): Promise<Uint8Array<ArrayBuffer>> {
  if (file.bytes > most) throw new Error(`${file.name} is too long`);
  const whole = new Uint8Array(file.bytes);
  let place = 0;
  for await (const chunk of await file.open()) {
    if (place + chunk.length > whole.length) throw new Error(`${file.name} is longer than announced`);
    whole.set(chunk, place);
    place += chunk.length;
  }
  return whole.subarray(0, place);
}
