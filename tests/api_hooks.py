"""How schemathesis sends a PDF: any bytes, as they are. SCHEMATHESIS_HOOKS=tests.api_hooks for its command line."""

from __future__ import annotations

from typing import Any

import schemathesis
from hypothesis import strategies as st


@schemathesis.serializer("application/pdf")
def as_it_is(_context: schemathesis.SerializationContext, value: Any) -> bytes | None:
    return bytes(value)


schemathesis.openapi.media_type("application/pdf", st.binary(max_size=2000))
