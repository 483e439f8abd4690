"""What a person checked becomes a fingerprint; any change to it asks for another look."""

from hashlib import sha256

import pandas as pd

from pipeline.writers.csv_text import write_csv


def fingerprint(redactions: pd.DataFrame, public_texts: pd.DataFrame) -> str:
    """Hash the redaction sheet and the texts that it leaves behind, as they stand on disk.

    The same as `cat reports/redactions.csv data/processed/public_texts.csv | sha256sum`.
    """
    return sha256((write_csv(redactions) + write_csv(public_texts)).encode()).hexdigest()


def is_signed_off(
    redactions: pd.DataFrame, public_texts: pd.DataFrame, sign_off: pd.DataFrame
) -> bool:
    """Tell whether somebody signed off exactly this."""
    return fingerprint(redactions, public_texts) in set(sign_off["checked_sha256"])
