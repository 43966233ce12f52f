"""The neutral model: views, properties, connections, types and docs, without regard to any language."""
