"""What changed between two schemas, and what that means for programs written against the older one."""

from pygen_generator.changes.change import Breaks, Change, ChangeKind, Impact, Symbol
from pygen_generator.changes.comparison import Comparison, Step

__all__ = ["Breaks", "Change", "ChangeKind", "Comparison", "Impact", "Step", "Symbol"]
