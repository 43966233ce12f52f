// Unpacks the Chromium of the npm package, with its fonts and libraries: `node unpack_chromium.mjs FOLDER`.
import { argv, env } from "node:process";

// The package unpacks into the folder for temporary files.
env.TMPDIR = argv[2];
// And libraries that a small machine lacks only where it believes to be on such a machine.
env.AWS_LAMBDA_JS_RUNTIME = "nodejs22.x";
const { default: chromium } = await import("@sparticuz/chromium");
await chromium.executablePath();
