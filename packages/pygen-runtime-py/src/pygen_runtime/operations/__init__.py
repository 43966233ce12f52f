"""What is asked of the service about instances, without any I/O."""
