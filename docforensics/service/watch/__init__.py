"""A folder into which a full-page reader drops files: one document's files are gathered, waited for, and examined together."""
