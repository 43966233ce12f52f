"""TypeScript SDKs on top of ``@cognite/pygen-runtime``."""
