const atom = String.raw`[^\s@"(),:;<>\[\]\\.\p{Cc}\p{Zl}\p{Zp}]+`;
const quoted = String.raw`"(?:[^"\\\p{Cc}\p{Zl}\p{Zp}]|\\[^\p{Cc}\p{Zl}\p{Zp}])+"`;
const label = String.raw`[\p{L}\p{N}](?:[\p{L}\p{N}\p{M}-]*[\p{L}\p{N}\p{M}])?`;

/** Dot-atoms or a quoted string, then at least two domain labels; Unicode in both (RFC 5321, RFC 6531). */
const address = new RegExp(`^(?:${atom}(?:\\.${atom})*|${quoted})@${label}(?:\\.${label})+$`, 'u');

const mostLocal = 64;
const most = 254;

/** Whether a text is an e-mail address of a person; control characters never are. */
export function isEmail(text: string): boolean {
  // The length comes first: it bounds the work of the expression.
  return (
    text.length <= most && text.lastIndexOf('@') <= mostLocal && text.isWellFormed() && address.test(text)
  );
}
