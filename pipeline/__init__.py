"""Folkmoot turns what people said into findings that can be acted on.

Files become contributions (ingest), contributions lose personal data (redact) and become ideas
(split); ideas become vectors (embed); those that say the same are grouped (dedupe) and those about
the same matter form themes (cluster), which get names and quotes (label), SDG targets and OGP
values (align) and an order for decisions (shortlist). The findings report (report) and the
published-contributions index (publish) tell everybody what was said and what became of it.
"""
