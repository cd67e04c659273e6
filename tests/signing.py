"""A certification authority and signers of our own: signs PDF files as e-offices do."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from io import BytesIO

import pikepdf
from asn1crypto import keys, x509
from cryptography import x509 as certificates
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers
from pyhanko_certvalidator.registry import SimpleCertificateStore

VALID_FROM, VALID_TO = datetime(2020, 1, 1, tzinfo=UTC), datetime(2090, 1, 1, tzinfo=UTC)


class Authority:
    """Issues certificates; `pem` is what an office puts into its trust folder."""

    def __init__(self, name: str) -> None:
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = _name(name)
        self._certificate = self._issue(self._name, self._key, is_authority=True, valid_to=VALID_TO)

    @property
    def pem(self) -> bytes:
        return self._certificate.public_bytes(serialization.Encoding.PEM)

    @property
    def der(self) -> bytes:
        return self._certificate.public_bytes(serialization.Encoding.DER)

    def signer(self, name: str, *, valid_to: datetime = VALID_TO) -> signers.SimpleSigner:
        key = ec.generate_private_key(ec.SECP256R1())
        certificate = self._issue(_name(name), key, is_authority=False, valid_to=valid_to)
        private = key.private_bytes(
            serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        return signers.SimpleSigner(
            signing_cert=x509.Certificate.load(certificate.public_bytes(serialization.Encoding.DER)),
            signing_key=keys.PrivateKeyInfo.load(private),
            cert_registry=SimpleCertificateStore(),  # type: ignore[no-untyped-call]
        )

    def _issue(
        self, name: certificates.Name, key: ec.EllipticCurvePrivateKey, *, is_authority: bool, valid_to: datetime
    ) -> certificates.Certificate:
        usage = certificates.KeyUsage(
            digital_signature=not is_authority,
            content_commitment=not is_authority,
            key_encipherment=False,
            data_encipherment=False,
            key_agreement=False,
            key_cert_sign=is_authority,
            crl_sign=is_authority,
            encipher_only=False,
            decipher_only=False,
        )
        authority_key = certificates.SubjectKeyIdentifier.from_public_key(self._key.public_key())
        return (
            certificates.CertificateBuilder()
            .subject_name(name)
            .issuer_name(self._name)
            .public_key(key.public_key())
            .serial_number(certificates.random_serial_number())
            .not_valid_before(VALID_FROM)
            .not_valid_after(valid_to)
            .add_extension(certificates.BasicConstraints(ca=is_authority, path_length=None), critical=True)
            .add_extension(usage, critical=True)
            .add_extension(certificates.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
            .add_extension(
                certificates.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(authority_key), critical=False
            )
            .sign(self._key, hashes.SHA256())
        )


def sign(pdf: bytes, signer: signers.SimpleSigner, *, field: str = "Signature1", algorithm: str = "sha256") -> bytes:
    """Add a signature with a visible field, as an incremental update."""
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    fields.append_signature_field(writer, fields.SigFieldSpec(field, on_page=0, box=(350, 60, 550, 110)))
    signed = signers.sign_pdf(
        writer, signers.PdfSignatureMetadata(field_name=field, md_algorithm=algorithm), signer=signer
    )
    return bytes(signed.getbuffer())


def blank_pdf(pages: Sequence[tuple[float, float]] = ((595, 842),)) -> bytes:
    stream = BytesIO()
    with pikepdf.new() as document:
        for size in pages:
            document.add_blank_page(page_size=size)
        document.save(stream)
    return stream.getvalue()


def _name(common_name: str) -> certificates.Name:
    return certificates.Name([certificates.NameAttribute(NameOID.COMMON_NAME, common_name)])
