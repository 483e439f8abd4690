"""Documents and tables become text, one small file for each output format."""
