"""The folder of certificates that the office trusts -> TrustStore; a wrong folder or file stops the start."""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import ConfigError

SUFFIXES = {".pem", ".crt", ".cer"}
PEM_BLOCK = re.compile(rb"-----BEGIN CERTIFICATE-----(?P<base64>.+?)-----END CERTIFICATE-----", re.DOTALL)


@dataclass(frozen=True, slots=True)
class TrustStore:
    """Certificates in DER form, each of them an anchor: a chain that reaches one of them is trusted."""

    certificates: tuple[bytes, ...]


def load_trust_store(folder: Path) -> TrustStore:
    """Read every .pem, .crt and .cer file (PEM or DER). Raises ConfigError that names the folder or the file."""
    try:
        files = sorted(file for file in folder.iterdir() if file.suffix.lower() in SUFFIXES)
        contents = [(file, file.read_bytes()) for file in files]
    except OSError as error:
        raise _wrong(f"không đọc được thư mục {folder}") from error
    if not contents:
        raise _wrong(f"thư mục {folder} không có tệp .pem, .crt hoặc .cer nào")
    return TrustStore(tuple(certificate for file, content in contents for certificate in _certificates(file, content)))


def _certificates(file: Path, content: bytes) -> list[bytes]:
    import ssl  # only an office that configures a trust store pays for it

    try:
        blocks = [base64.b64decode(block["base64"]) for block in PEM_BLOCK.finditer(content)] or [content]
        for block in blocks:
            ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_verify_locations(cadata=block)
    except (OSError, ValueError) as error:  # ssl.SSLError is an OSError, binascii.Error a ValueError
        raise _wrong(f"{file} không phải chứng thư") from error
    return blocks


def _wrong(what: str) -> ConfigError:
    sentence = f"signatures.trust_folder: {what}. Đặt vào đó chứng thư gốc (.pem, .crt, .cer) mà cơ quan tin cậy."
    return ConfigError(sentence, sentence=f"Cấu hình sai. {sentence}")
