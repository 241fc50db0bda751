"""What the status of a version of a quote means."""

from postprod_xl.schema.vocabulary import QuoteStatus

CLOSED_VERSIONS = frozenset({QuoteStatus.REFUSED, QuoteStatus.REPLACED})
"""Nothing is sold from these any more."""
SENT_VERSIONS = frozenset({QuoteStatus.SENT, QuoteStatus.ACCEPTED})
"""A client holds these: they no longer change."""
