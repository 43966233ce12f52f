"""What is noticed about a data model before anything is generated from it."""
