/** Faults of TLS that show a certificate nobody here knows, as of a proxy that reads along. */
const unknownCertificate =
  /SELF_SIGNED|UNABLE_TO_(VERIFY|GET_ISSUER)|CERT_(UNTRUSTED|HAS_EXPIRED|NOT_YET_VALID)|ALTNAME|DEPTH_ZERO/;

/** What to do about a host that stays out of reach, from the code of the network fault. */
export function networkRemedy(host: string, code: string): string {
  if (unknownCertificate.test(code))
    return `${host} shows a certificate that this machine does not trust (${code}), as a proxy that reads along does. Name its authority in NODE_EXTRA_CA_CERTS, check the clock of this machine, and run the request again.`;
  const what =
    code === 'ENOTFOUND' || code === 'EAI_AGAIN' ? 'its name was not found' : 'no connection came about';
  return `${host} could not be reached although it was tried again and again: ${what} (${code}). Check network, name service and firewall of this machine; where only a proxy leads out, name it in HTTPS_PROXY. Then run the request again.`;
}
