// `node:assert/strict` in a browser.
import assert from "assert";

export default assert.strict;
