/** A 16-byte name that is the same for the same kind and number, as Zoom's base64 UUIDs are 16 bytes. */
export function numberedBytes(kind: string, index: number): Buffer {
  return Buffer.from(kind.slice(0, 4).padEnd(4, '-') + String(index).padStart(12, '0'));
}
