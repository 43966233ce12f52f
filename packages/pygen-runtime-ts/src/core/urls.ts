import { PygenValidationError } from "../errors.ts";

/** Whether an address is on this machine. */
function isLoopback(url: URL): boolean {
  return /^(?:localhost|.+\.localhost|127(?:\.\d+){3}|\[::1\])$/.test(url.hostname);
}

/** What addresses may be. */
export interface UrlRules {
  /** Take plain `http` for any host. */
  readonly allowInsecureHttp?: boolean | undefined;
  readonly allowQuery?: boolean;
}

/**
 * An address without a slash at its end.
 *
 * @throws {PygenValidationError} if it is no address, has a query that it may not have, or would send secrets in the clear
 */
export function checkedUrl(name: string, text: string, rules: UrlRules = {}): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isAddress = url !== undefined && ["http:", "https:"].includes(url.protocol) && url.hash === "" &&
    url.username === "" && url.password === "" && (rules.allowQuery === true || url.search === "");
  if (!isAddress) {
    throw new PygenValidationError(`${name} must look like https://api.cognitedata.com, without login and fragment`);
  }
  if (url.protocol === "http:" && !isLoopback(url) && rules.allowInsecureHttp !== true) {
    throw new PygenValidationError(
      `${name} ${JSON.stringify(text)} would send secrets in the clear: use https, or allowInsecureHttp if you must`,
    );
  }
  return text.replace(/\/+$/, "");
}
