import { OAuth2Error } from "../errors.ts";

/** A way to the page of an identity provider and back. */
export interface LoginPage {
  /** Opens the address; gives the one at which the provider sends the browser back, with all its query. */
  open(url: string, redirectUri: string, signal: AbortSignal): Promise<string>;
  /** Where the browser came back to, if this page was left for the login and now begins anew. */
  readonly cameBackTo?: string | undefined;
  /** Keeps what belongs to a login while this page is left. */
  readonly storage?: Pick<Storage, "getItem" | "setItem" | "removeItem">;
}

/** Milliseconds between looks where the window is. */
const POLL = 100;

/**
 * Opens a window for the login, and closes it afterwards. For browsers; the redirect URI has to be of the page's own
 * origin, and an empty page there is best. Browsers open windows only for what a person has just clicked.
 */
export function popup(): LoginPage {
  return {
    open: (url, redirectUri, signal) =>
      new Promise((resolve, reject) => {
        signal.throwIfAborted();
        const opened = globalThis.open(url, "_blank", "popup,width=500,height=700");
        if (opened === null) {
          throw new OAuth2Error("The browser opened no window for the login. Call from a click, or use samePage()");
        }
        const end = (): void => {
          clearInterval(timer);
          signal.removeEventListener("abort", abort);
          opened.close();
        };
        const abort = (): void => {
          end();
          reject(signal.reason);
        };
        const look = (): void => {
          const where = opened.closed ? "" : addressOf(opened);
          if (where?.startsWith(redirectUri)) {
            end();
            resolve(where);
          } else if (where === "") {
            end();
            reject(new OAuth2Error("The window of the login was closed. Log in again"));
          }
        };
        const timer = setInterval(look, POLL);
        signal.addEventListener("abort", abort, { once: true });
      }),
  };
}

/** Undefined while the window shows a page of the provider, whose address is not told. */
function addressOf(opened: Window): string | undefined {
  try {
    return opened.location.href;
  } catch {
    return undefined;
  }
}

/**
 * Leaves the page for the login, and goes on when the browser has come back to it: the program begins anew and makes the
 * same credentials again. For browsers; what proves the login is kept in `sessionStorage` meanwhile.
 */
export function samePage(): LoginPage {
  return {
    storage: sessionStorage,
    cameBackTo: location.href,
    open: (url, _redirectUri, signal) =>
      new Promise((_resolve, reject) => {
        signal.throwIfAborted();
        signal.addEventListener("abort", () => reject(signal.reason), { once: true });
        location.assign(url);
      }),
  };
}
