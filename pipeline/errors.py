"""What went wrong, in one sentence that says what, where and what to do next."""


class FolkmootError(Exception):
    """A problem a person can mend; its text is the sentence they read."""
