"""What changed between two schemas, and what that means for programs written against the older one."""
