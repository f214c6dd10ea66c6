"""A summary to take along: as a PDF for the meeting, and as Markdown for one's own notes."""
