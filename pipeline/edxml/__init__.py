"""The messages in which Vietnamese agencies send each other documents (QCVN 102:2016/BTTTT, amended 2022). Pure."""

from pipeline.edxml.message import Attachment, EdxmlMessage, Status
from pipeline.edxml.reading import read_edxml
from pipeline.edxml.writing import Document, Teller, status_message

__all__ = ["Attachment", "Document", "EdxmlMessage", "Status", "Teller", "read_edxml", "status_message"]
