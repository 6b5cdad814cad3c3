/** Faults of TLS that show a certificate nobody here knows, as of a proxy that reads along. */
const unknownCertificate =
  /SELF_SIGNED|UNABLE_TO_(VERIFY|GET_ISSUER)|CERT_(UNTRUSTED|HAS_EXPIRED|NOT_YET_VALID)|ALTNAME|DEPTH_ZERO/;

/** What to do about a host that stays out of reach, from the code of the network fault. */
export function networkRemedy(
  host: string,
  code: string,
  tunnel?: { proxy: string; why: number | string },
): string {
  if (tunnel) return proxyRemedy(host, tunnel);
  if (unknownCertificate.test(code))
    return `${host} shows a certificate that this machine does not trust (${code}), as a proxy that reads along does. Name its authority in NODE_EXTRA_CA_CERTS, check the clock of this machine, and run the request again.`;
  const what =
    code === 'ENOTFOUND' || code === 'EAI_AGAIN' ? 'its name was not found' : 'no connection came about';
  return `${host} could not be reached although it was tried again and again: ${what} (${code}). Check network, name service and firewall of this machine; where only a proxy leads out, name it in HTTPS_PROXY. Then run the request again.`;
}

function proxyRemedy(host: string, { proxy, why }: { proxy: string; why: number | string }): string {
  const what =
    why === 407
      ? 'it wants a user and a password: put them into HTTPS_PROXY'
      : typeof why === 'number'
        ? `it answered with HTTP status ${why}: let it allow CONNECT to ${host}, port 443`
        : `it could not be reached (${why}): check HTTPS_PROXY`;
  return `The proxy ${proxy}, which HTTPS_PROXY names, gives no way to ${host}: ${what}, or name the host in NO_PROXY if it is reached directly. Then run the request again.`;
}
