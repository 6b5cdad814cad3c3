/** One downloadable file: written text, or `bytes` of content generated from its id. */
export interface MediaFile {
  id: string;
  contentType: string;
  bytes: number;
  text?: string;
}
