/** The version of this package, as the service's logs show it. */
export const VERSION = "0.1.0";
