"""What changed in a view since last time, deletions included."""

from pygen_runtime.sync.changes import Changes, OnExpired, SyncBatch

__all__ = ["Changes", "OnExpired", "SyncBatch"]
