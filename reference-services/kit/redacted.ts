// A password before a host; what is called a secret in a query; a JSON Web Token; what follows "Bearer".
const secrets =
  /(:\/\/[^\s:@/"\\]*:)[^\s@/"\\]+(?=@)|([?&][\w-]*(?:token|password|secret|api_?key|signature)=)[^&#\s"\\]+|\beyJ[\w-]{4,512}\.[\w.-]+|(\bbearer )[\w.~+/=-]{8,}/gi;

/** redacted gives a log line without what looks like a secret in it; of a line in JSON it makes no other JSON. */
export function redacted(line: string): string {
  return line.replace(
    secrets,
    (
      _found,
      beforePassword: string | undefined,
      beforeParameter: string | undefined,
      bearer: string | undefined,
    ) => `${beforePassword ?? beforeParameter ?? bearer ?? ''}[redacted]`,
  );
}
