"""The languages that SDKs are generated in: one folder each."""
